using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Layers;

/// <summary>
/// Divides each element's step by the root of the running mean of its squared gradient:
/// <c>g = gradient + decay w; s = alpha s + (1 - alpha) g²; w = w - rate g / (sqrt(s) + epsilon)</c>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>Centred, the root is of the running variance: <c>m = alpha m + (1 - alpha) g</c> and <c>sqrt(max(s - m², 0))</c>;
/// rounding may take the difference below 0, which counts as 0.
/// With momentum, <c>v = momentum v + g / (root + epsilon); w = w - rate v</c>.</para>
/// <para>Memory: one array of each parameter's size, one more for momentum, one more when centred.</para>
/// <para>Source: Tieleman, Hinton 2012, "Neural Networks for Machine Learning", lecture 6.5; centred: Graves 2013, "Generating
/// Sequences With Recurrent Neural Networks", eq. 38-41. Epsilon stands outside the root, as in PyTorch.</para>
/// </remarks>
public sealed class RmsProp<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _centered;

    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="learningRate">How far one step goes; the rate of the formula.</param>
    /// <param name="alpha">How much of the running means is kept from one step to the next, from 0 to below 1.</param>
    /// <param name="epsilon">Added to the root, so that a still element does not jump.</param>
    /// <param name="momentum">How much of the velocity is kept from one step to the next, from 0 to below 1.</param>
    /// <param name="centered">Whether the root is of the variance instead of the mean square.</param>
    /// <param name="weightDecay">The factor of the parameter's own value that is added to its gradient.</param>
    /// <param name="lazyRows">Whether a gradient kept in rows updates these rows alone (<see cref="Optimizer{T}.LazyRows"/>); else the running means of all rows decay.</param>
    /// <exception cref="ArgumentException">A parameter is listed twice, or a number is out of its range.</exception>
    public RmsProp(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate = 0.01,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double momentum = 0,
        bool centered = false,
        double weightDecay = 0,
        bool lazyRows = false)
        : base(parameters, learningRate, Names(momentum, centered))
    {
        Alpha = OptimizerErrors.RequireFraction(nameof(RmsProp<>), nameof(alpha), alpha);
        Epsilon = OptimizerErrors.RequireNotNegative(nameof(RmsProp<>), nameof(epsilon), epsilon);
        Momentum = OptimizerErrors.RequireFraction(nameof(RmsProp<>), nameof(momentum), momentum);
        WeightDecay = OptimizerErrors.RequireNotNegative(nameof(RmsProp<>), nameof(weightDecay), weightDecay);
        _centered = centered;
        LazyRows = lazyRows;
    }

    /// <summary>How much of the running means is kept from one step to the next.</summary>
    public double Alpha { get; }

    /// <summary>Added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>How much of the velocity is kept from one step to the next.</summary>
    public double Momentum { get; }

    /// <summary>The factor of the parameter's own value that is added to its gradient.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    protected override void Update(int index, Span<T> values, ReadOnlySpan<T> gradient, long updates)
    {
        Factors factors = new(
            T.CreateTruncating(LearningRate),
            T.CreateTruncating(Alpha),
            T.CreateTruncating(1 - Alpha),
            T.CreateTruncating(Epsilon),
            T.CreateTruncating(Momentum),
            T.CreateTruncating(WeightDecay));
        switch (_centered, Momentum > 0)
        {
            case (false, false):
                UpdateLoop.Run(new Plain(factors), values, gradient, Running(0, index));
                break;
            case (false, true):
                UpdateLoop.Run(new WithMomentum(factors), values, gradient, Running(0, index), Running(1, index));
                break;
            case (true, false):
                UpdateLoop.Run(new Centered(factors), values, gradient, Running(0, index), Running(1, index));
                break;
            default:
                UpdateLoop.Run(new CenteredWithMomentum(factors), values, gradient, Running(0, index), Running(1, index), Running(2, index));
                break;
        }
    }

    private static string[] Names(double momentum, bool centered) => (centered, momentum > 0) switch
    {
        (false, false) => ["mean_square"],
        (false, true) => ["mean_square", "velocity"],
        (true, false) => ["mean_square", "mean"],
        _ => ["mean_square", "mean", "velocity"],
    };

    private readonly struct Factors(T rate, T keep, T take, T epsilon, T momentum, T decay)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Decayed<TLanes>(TLanes gradient, TLanes value)
            where TLanes : struct, ILanes<TLanes, T> => decay == T.Zero ? gradient : gradient + (TLanes.All(decay) * value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Mix<TLanes>(ref TLanes mean, TLanes x)
            where TLanes : struct, ILanes<TLanes, T> => mean = (TLanes.All(keep) * mean) + (TLanes.All(take) * x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MixSquare<TLanes>(ref TLanes mean, TLanes x)
            where TLanes : struct, ILanes<TLanes, T> => mean = (TLanes.All(keep) * mean) + (TLanes.All(take) * x * x);

        // g / (sqrt(square) + epsilon)
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Scaled<TLanes>(TLanes g, TLanes square)
            where TLanes : struct, ILanes<TLanes, T> => g / (TLanes.Sqrt(square) + TLanes.All(epsilon));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move<TLanes>(ref TLanes value, TLanes step)
            where TLanes : struct, ILanes<TLanes, T> => value -= TLanes.All(rate) * step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Carry<TLanes>(ref TLanes velocity, TLanes step)
            where TLanes : struct, ILanes<TLanes, T> => velocity = (TLanes.All(momentum) * velocity) + step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Variance<TLanes>(TLanes square, TLanes mean)
            where TLanes : struct, ILanes<TLanes, T> => TLanes.Max(square - (mean * mean), TLanes.All(T.Zero));
    }

    private readonly struct Plain(Factors by) : IUpdateRule<T>
    {
        public static int Running => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes square, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes g = by.Decayed(gradient, value);
            by.MixSquare(ref square, g);
            by.Move(ref value, by.Scaled(g, square));
        }
    }

    private readonly struct WithMomentum(Factors by) : IUpdateRule<T>
    {
        public static int Running => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes square, ref TLanes velocity, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes g = by.Decayed(gradient, value);
            by.MixSquare(ref square, g);
            by.Carry(ref velocity, by.Scaled(g, square));
            by.Move(ref value, velocity);
        }
    }

    private readonly struct Centered(Factors by) : IUpdateRule<T>
    {
        public static int Running => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes square, ref TLanes mean, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes g = by.Decayed(gradient, value);
            by.MixSquare(ref square, g);
            by.Mix(ref mean, g);
            by.Move(ref value, by.Scaled(g, Factors.Variance(square, mean)));
        }
    }

    private readonly struct CenteredWithMomentum(Factors by) : IUpdateRule<T>
    {
        public static int Running => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes square, ref TLanes mean, ref TLanes velocity)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes g = by.Decayed(gradient, value);
            by.MixSquare(ref square, g);
            by.Mix(ref mean, g);
            by.Carry(ref velocity, by.Scaled(g, Factors.Variance(square, mean)));
            by.Move(ref value, velocity);
        }
    }
}
