using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The smaller <c>y = min(a, b)</c> of two numbers, element by element, with broadcasting.</summary>
    /// <param name="a">One array.</param>
    /// <param name="b">The other, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The smaller elements, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: that of the smaller side; at a tie, each side has the slope 1/2. Saves both sides. NaN on either side gives NaN,
    /// with slopes of NaN; -0 is less than +0, but they tie. Source: elementary. The smallest element along an axis is
    /// <see cref="Min{T}(Variable{T}, int, bool)"/>.
    /// </remarks>
    public static Variable<T> Min<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Min<T>), a, b);
}

internal readonly struct Min<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Min";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Min(a, b)", x => Ops.Min(x[0], x[1]), new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of(System.Math.Min),
            Specials =
            [
                new([2, 2], 2) { Slopes = [0.5, 0.5] }, new([0, -0.0], -0.0) { Slopes = [0.5, 0.5] }, new([1, 2], 1) { Slopes = [1, 0] },
                new([1, double.NaN], double.NaN) { Slopes = [double.NaN, double.NaN] },
                new([1, double.PositiveInfinity], 1) { Slopes = [1, 0] },
            ],
        },
        new("Min([3, 1], [2, 1, 4])", x => Ops.Min(x[0], x[1]), new WorkedInput(new Shape(3, 1)), new WorkedInput(new Shape(2, 1, 4)))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), System.Math.Min),
        },
        new("Min(x, 3 * x)", x => Ops.Min(x[0], x[0] * T.CreateChecked(3)), new WorkedInput(new Shape(5))) { Reference = Reference.Of(a => System.Math.Min(a, 3 * a)) },
        new("Min([3], [4])", x => Ops.Min(x[0], x[1]), new WorkedInput(new Shape(3)), new WorkedInput(new Shape(4)))
        {
            Refusal = ["Min", "[3]", "[4]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, MinFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, ShareOfLarger<T>.Of(call.Cotangent, call.Input(1), call.Input(0)));
        if (call.Wants(1))
            call.Add(1, ShareOfLarger<T>.Of(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(ShareOfLarger<T>.Of(call.Tangent(0), call.Input(1), call.Input(0)));
        if (call.Moves(1))
            call.Add(ShareOfLarger<T>.Of(call.Tangent(1), call.Input(0), call.Input(1)));
    }
}
