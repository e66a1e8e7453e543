using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Layers;

/// <summary>
/// Steps against the gradient, with momentum where asked:
/// <c>g = gradient + decay w; v = momentum v + g; w = w - rate v</c>; with Nesterov's look-ahead <c>w = w - rate (g + momentum v)</c>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>Memory: one array of each parameter's size with momentum, none without.</para>
/// <para>Source: Sutskever, Martens, Dahl, Hinton 2013, "On the importance of initialization and momentum in deep learning",
/// in the form of PyTorch's SGD without dampening, where the rate multiplies the velocity.</para>
/// </remarks>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _nesterov;

    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="learningRate">How far one step goes; the rate of the formula.</param>
    /// <param name="momentum">How much of the velocity is kept from one step to the next, from 0 to below 1.</param>
    /// <param name="nesterov">Whether the step looks ahead along the new velocity; needs momentum.</param>
    /// <param name="weightDecay">The factor of the parameter's own value that is added to its gradient.</param>
    /// <param name="lazyRows">
    /// Whether a gradient kept in rows updates these rows alone, in velocity and decay too (<see cref="Optimizer{T}.LazyRows"/>). Without momentum and decay it
    /// does so in any case, since nothing else would change.
    /// </param>
    /// <exception cref="ArgumentException">A parameter is listed twice, a number is out of its range, or Nesterov is asked for without momentum.</exception>
    public Sgd(IReadOnlyList<Parameter<T>> parameters, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0, bool lazyRows = false)
        : base(parameters, learningRate, momentum == 0 ? [] : ["velocity"])
    {
        Momentum = OptimizerErrors.RequireFraction(nameof(Sgd<>), nameof(momentum), momentum);
        WeightDecay = OptimizerErrors.RequireNotNegative(nameof(Sgd<>), nameof(weightDecay), weightDecay);
        if (nesterov && momentum == 0)
            OptimizerErrors.NesterovNeedsMomentum();
        _nesterov = nesterov;
        LazyRows = lazyRows;
    }

    /// <summary>How much of the velocity is kept from one step to the next.</summary>
    public double Momentum { get; }

    /// <summary>The factor of the parameter's own value that is added to its gradient.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    protected override bool PassesOverZeros => Momentum == 0 && WeightDecay == 0;

    /// <inheritdoc/>
    protected override void Update(int index, Span<T> values, ReadOnlySpan<T> gradient, long updates)
    {
        T rate = T.CreateTruncating(LearningRate), momentum = T.CreateTruncating(Momentum), decay = T.CreateTruncating(WeightDecay);
        if (Momentum == 0)
            UpdateLoop.Run(new Plain(rate, decay), values, gradient);
        else
            UpdateLoop.Run(new WithMomentum(rate, momentum, decay, _nesterov), values, gradient, Running(0, index));
    }

    private readonly struct Plain(T rate, T decay) : IUpdateRule<T>
    {
        public static int Running => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes g = decay == T.Zero ? gradient : gradient + (TLanes.All(decay) * value);
            value -= TLanes.All(rate) * g;
        }
    }

    private readonly struct WithMomentum(T rate, T momentum, T decay, bool nesterov) : IUpdateRule<T>
    {
        public static int Running => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes velocity, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T>
        {
            TLanes g = decay == T.Zero ? gradient : gradient + (TLanes.All(decay) * value);
            velocity = (TLanes.All(momentum) * velocity) + g;
            value -= TLanes.All(rate) * (nesterov ? g + (TLanes.All(momentum) * velocity) : velocity);
        }
    }
}
