using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The largest of all elements.</summary>
    /// <param name="x">An array with elements.</param>
    /// <returns>The largest element, a scalar.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    /// <remarks>
    /// Derivative: that of the largest element; where several tie, they share it evenly: <c>xBar_i = yBar / ties</c> where
    /// <c>x_i = y</c>, else 0. Saves input and result. One NaN makes the result NaN, and with it the slopes. Source: elementary.
    /// </remarks>
    public static Variable<T> Max<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Extreme<T>(AxisSet.All(x.Shape), largest: true), x);

    /// <summary>The largest elements along one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The largest elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or nothing along it.</exception>
    /// <remarks>Derivative and special values as for <see cref="Max{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Max<T>(Variable<T> x, int axis, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Max(x, [axis], keepAxes);

    /// <summary>The largest elements over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. None leaves every element as it is.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The largest elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or there is nothing over them.</exception>
    /// <remarks>Derivative and special values as for <see cref="Max{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Max<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Extreme<T>(AxisSet.Of(x.Shape, axes, keepAxes, nameof(Max)), largest: true), x);
}
