using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The standard deviation of all elements.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="correction">What is subtracted from the count: 1 for the unbiased estimate from a sample, 0 for the variance of the elements themselves.</param>
    /// <returns>The standard deviation, a scalar; NaN of no more elements than <paramref name="correction"/>.</returns>
    /// <remarks>
    /// The square root of <see cref="Variance{T}(Variable{T}, int)"/>. Derivative: <c>xBar = (x - mean) / ((n - correction) y) · yBar</c>; where all elements
    /// are equal, a kink, the slopes are 0. Saves input, variance and result. Source: elementary.
    /// </remarks>
    public static Variable<T> StandardDeviation<T>(Variable<T> x, int correction = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Root<T>.Of(Variance(x, correction));

    /// <summary>The standard deviations over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="correction">What is subtracted from the count: 1 for the unbiased estimate from a sample, 0 for the variance of the elements themselves.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The standard deviations; NaN of no more elements than <paramref name="correction"/>.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and special values as for <see cref="StandardDeviation{T}(Variable{T}, int)"/>.</remarks>
    public static Variable<T> StandardDeviation<T>(Variable<T> x, int axis, int correction = 1, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => StandardDeviation(x, [axis], correction, keepAxes);

    /// <summary>The standard deviations over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. </param>
    /// <param name="correction">What is subtracted from the count: 1 for the unbiased estimate from a sample, 0 for the variance of the elements themselves.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The standard deviations; NaN of no more elements than <paramref name="correction"/>.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative and special values as for <see cref="StandardDeviation{T}(Variable{T}, int)"/>.</remarks>
    public static Variable<T> StandardDeviation<T>(Variable<T> x, ReadOnlySpan<int> axes, int correction = 1, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Root<T>.Of(VarianceOver(x, AxisSet.Of(x.Shape, axes, keepAxes, nameof(StandardDeviation)), correction));
}
