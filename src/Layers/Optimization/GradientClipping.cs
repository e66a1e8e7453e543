using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Layers;

/// <summary>Limits gradients between the backward pass and the step. Parameters without a gradient are passed over; gradients kept in rows stay so.</summary>
public static class GradientClipping
{
    /// <summary>The length of all gradients seen as one vector: <c>sqrt(sum g²)</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameters">The parameters.</param>
    /// <returns>The norm, 0 where there is no gradient; NaN or infinite where a gradient is, or where a square leaves the range of <see cref="double"/>.</returns>
    /// <exception cref="ArgumentException">A parameter is listed twice.</exception>
    /// <remarks>Squares are added in double, in an order that depends on the shapes alone, and for gradients in rows on the rows. Allocates nothing.</remarks>
    public static double GlobalNorm<T>(IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OptimizerErrors.RequireOnce(nameof(GlobalNorm), parameters);
        double sum = 0;
        for (int i = 0; i < parameters.Count; i++)
            sum += SquareSum.Of(parameters[i].StoredGradient);
        return Math.Sqrt(sum);
    }

    /// <summary>
    /// Scales all gradients together so that their norm is at most <paramref name="maxNorm"/>:
    /// <c>g = g maxNorm / norm</c> where <c>norm &gt; maxNorm</c>. The direction stays.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameters">The parameters.</param>
    /// <param name="maxNorm">The largest norm that is left as it is.</param>
    /// <returns>
    /// The norm before clipping. Where it is NaN or infinite nothing is scaled: no factor would make such gradients useful,
    /// so look at the result and leave the step out.
    /// </returns>
    /// <exception cref="ArgumentException">The limit is negative or not finite, or a parameter is listed twice.</exception>
    /// <remarks>
    /// Source: Pascanu, Mikolov, Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1. PyTorch adds 1e-6 to the norm before it
    /// divides; here the clipped norm is the limit itself.
    /// </remarks>
    public static double ByGlobalNorm<T>(IReadOnlyList<Parameter<T>> parameters, double maxNorm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OptimizerErrors.RequireNotNegative(nameof(ByGlobalNorm), nameof(maxNorm), maxNorm);
        double norm = GlobalNorm(parameters);
        if (norm > maxNorm && double.IsFinite(norm))
            Scale(parameters, maxNorm / norm);
        return norm;
    }

    /// <summary>Limits every element of every gradient: <c>g = min(max(g, -limit), limit)</c>. The direction may change; NaN stays NaN.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameters">The parameters.</param>
    /// <param name="limit">The largest size of an element.</param>
    /// <exception cref="ArgumentException">The limit is negative or not finite.</exception>
    public static void ByValue<T>(IReadOnlyList<Parameter<T>> parameters, double limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OptimizerErrors.RequireNotNegative(nameof(ByValue), nameof(limit), limit);
        LimitRule<T> rule = new(T.CreateTruncating(limit));
        for (int i = 0; i < parameters.Count; i++)
            UpdateLoop.Run(rule, parameters[i].WriteStoredGradient(), parameters[i].StoredGradient);
    }

    // Multiplies all gradients by a number.
    internal static void Scale<T>(IReadOnlyList<Parameter<T>> parameters, double factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScaleRule<T> rule = new(T.CreateTruncating(factor));
        for (int i = 0; i < parameters.Count; i++)
            UpdateLoop.Run(rule, parameters[i].WriteStoredGradient(), parameters[i].StoredGradient);
    }

    private readonly struct ScaleRule<T>(T factor) : IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Running => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T> => value = TLanes.All(factor) * gradient;
    }

    private readonly struct LimitRule<T>(T limit) : IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Running => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(ref TLanes value, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes, T> => value = TLanes.Min(TLanes.Max(gradient, TLanes.All(-limit)), TLanes.All(limit));
    }
}
