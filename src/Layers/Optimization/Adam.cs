using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Layers;

/// <summary>
/// Steps by the running mean of the gradient over the root of its running mean square, both freed of their start at 0:
/// <c>m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) g²;
/// w = w - rate / (1 - beta1^t) · m / (sqrt(s) / sqrt(1 - beta2^t) + epsilon)</c>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>Weight decay: <c>g = gradient + decay w</c>; decoupled (AdamW), <c>g = gradient</c> and <c>w = (1 - rate decay) w</c> before the step.
/// <c>t</c> counts the updates of the parameter itself: a parameter that was skipped has not moved on.</para>
/// <para>Memory: two arrays of each parameter's size.</para>
/// <para>Source: Kingma, Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1; decoupled: Loshchilov, Hutter 2019,
/// "Decoupled Weight Decay Regularization", algorithm 2. Epsilon stands outside the root and after the correction, as in PyTorch's Adam;
/// with lazy rows too, where PyTorch's SparseAdam adds it before the correction.</para>
/// </remarks>
public sealed class Adam<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _decoupled;

    // The corrections of the last update, which are the same for all the rows of one.
    private (long Updates, double Mean, double Square) _corrections;

    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="learningRate">About how far one step moves each element; the rate of the formula.</param>
    /// <param name="beta1">How much of the running mean is kept from one step to the next, from 0 to below 1.</param>
    /// <param name="beta2">How much of the running mean square is kept from one step to the next, from 0 to below 1.</param>
    /// <param name="epsilon">Added to the root, so that a still element does not jump.</param>
    /// <param name="weightDecay">The decay of the formula.</param>
    /// <param name="decoupledWeightDecay">Whether decay shrinks the values directly (AdamW) instead of entering the gradient.</param>
    /// <param name="lazyRows">Whether a gradient kept in rows updates these rows alone (<see cref="Optimizer{T}.LazyRows"/>); else all rows move by their running means.</param>
    /// <exception cref="ArgumentException">A parameter is listed twice, or a number is out of its range.</exception>
    public Adam(
        IReadOnlyList<Parameter<T>> parameters,
        double learningRate = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool decoupledWeightDecay = false,
        bool lazyRows = false)
        : base(parameters, learningRate, ["mean", "mean_square"])
    {
        Beta1 = OptimizerErrors.RequireFraction(nameof(Adam<>), nameof(beta1), beta1);
        Beta2 = OptimizerErrors.RequireFraction(nameof(Adam<>), nameof(beta2), beta2);
        Epsilon = OptimizerErrors.RequireNotNegative(nameof(Adam<>), nameof(epsilon), epsilon);
        WeightDecay = OptimizerErrors.RequireNotNegative(nameof(Adam<>), nameof(weightDecay), weightDecay);
        _decoupled = decoupledWeightDecay;
        LazyRows = lazyRows;
    }

    /// <summary>How much of the running mean is kept from one step to the next.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the running mean square is kept from one step to the next.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>The decay of the formula.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    protected override void Update(int index, Span<T> values, ReadOnlySpan<T> gradient, long updates)
    {
        if (_corrections.Updates != updates)
            _corrections = (updates, 1 - Math.Pow(Beta1, updates), 1 - Math.Pow(Beta2, updates));
        Rule rule = new()
        {
            Rate = T.CreateTruncating(LearningRate / _corrections.Mean),
            KeepMean = T.CreateTruncating(Beta1),
            TakeMean = T.CreateTruncating(1 - Beta1),
            KeepSquare = T.CreateTruncating(Beta2),
            TakeSquare = T.CreateTruncating(1 - Beta2),
            RootScale = T.CreateTruncating(1 / Math.Sqrt(_corrections.Square)),
            Epsilon = T.CreateTruncating(Epsilon),
            Decay = T.CreateTruncating(_decoupled ? 0 : WeightDecay),
            Shrink = T.CreateTruncating(_decoupled ? 1 - (LearningRate * WeightDecay) : 1),
        };
        UpdateLoop.Run(rule, values, gradient, Running(0, index), Running(1, index));
    }

    private readonly struct Rule : IUpdateRule<T>
    {
        public static int Running => 2;

        public T Rate { get; init; }

        public T KeepMean { get; init; }

        public T TakeMean { get; init; }

        public T KeepSquare { get; init; }

        public T TakeSquare { get; init; }

        public T RootScale { get; init; }

        public T Epsilon { get; init; }

        public T Decay { get; init; }

        public T Shrink { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes mean, ref TLanes square, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes g = Decay == T.Zero ? gradient : gradient + (TLanes.All(Decay) * value);
            mean = (TLanes.All(KeepMean) * mean) + (TLanes.All(TakeMean) * g);
            square = (TLanes.All(KeepSquare) * square) + (TLanes.All(TakeSquare) * g * g);
            TLanes root = (TLanes.Sqrt(square) * TLanes.All(RootScale)) + TLanes.All(Epsilon);
            value = (TLanes.All(Shrink) * value) - (TLanes.All(Rate) * mean / root);
        }
    }
}
