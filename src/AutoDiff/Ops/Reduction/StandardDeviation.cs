using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The standard deviation of all elements.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="unbiased">Whether to divide by one less than the count, as an estimate from a sample does, or by the count, as the elements' own variance.</param>
    /// <returns>The standard deviation, a scalar; NaN of none, and of one where unbiased.</returns>
    /// <remarks>
    /// The square root of <see cref="Variance{T}(Variable{T}, bool)"/>. Derivative: <c>xBar = (x - mean) / (m y) · yBar</c>; where all elements
    /// are equal, a kink, the slopes are 0. Saves input, variance and result. Source: elementary.
    /// </remarks>
    public static Variable<T> StandardDeviation<T>(Variable<T> x, bool unbiased = true)
        where T : unmanaged, IFloatingPointIeee754<T> => Root<T>.Of(Variance(x, unbiased));

    /// <summary>The standard deviations over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <param name="unbiased">Whether to divide by one less than the count, as an estimate from a sample does, or by the count, as the elements' own variance.</param>
    /// <returns>The standard deviations; NaN of none, and of one where unbiased.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and special values as for <see cref="StandardDeviation{T}(Variable{T}, bool)"/>.</remarks>
    public static Variable<T> StandardDeviation<T>(Variable<T> x, int axis, bool keepAxes = false, bool unbiased = true)
        where T : unmanaged, IFloatingPointIeee754<T> => StandardDeviation(x, [axis], keepAxes, unbiased);

    /// <summary>The standard deviations over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. </param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <param name="unbiased">Whether to divide by one less than the count, as an estimate from a sample does, or by the count, as the elements' own variance.</param>
    /// <returns>The standard deviations; NaN of none, and of one where unbiased.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative and special values as for <see cref="StandardDeviation{T}(Variable{T}, bool)"/>.</remarks>
    public static Variable<T> StandardDeviation<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false, bool unbiased = true)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Root<T>.Of(VarianceOver(x, AxisSet.Of(x.Shape, axes, keepAxes, nameof(StandardDeviation)), unbiased));
}
