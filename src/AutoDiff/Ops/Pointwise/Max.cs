using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The larger <c>y = max(a, b)</c> of two numbers, element by element, with broadcasting.</summary>
    /// <param name="a">One array.</param>
    /// <param name="b">The other, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The larger elements, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: that of the larger side; at a tie, each side has the slope 1/2. Saves both sides. NaN on either side gives NaN,
    /// with slopes of NaN; -0 is less than +0, but they tie. Source: elementary. The largest element along an axis is
    /// <see cref="Max{T}(Variable{T}, int, bool)"/>.
    /// </remarks>
    public static Variable<T> Max<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Max<T>), a, b);
}

internal readonly struct Max<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Max";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Max(a, b)", x => Ops.Max(x[0], x[1]), new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of(System.Math.Max),
            Specials =
            [
                new([2, 2], 2) { Slopes = [0.5, 0.5] }, new([-0.0, 0], 0) { Slopes = [0.5, 0.5] }, new([1, 2], 2) { Slopes = [0, 1] },
                new([double.NaN, 1], double.NaN) { Slopes = [double.NaN, double.NaN] },
                new([1, double.NegativeInfinity], 1) { Slopes = [1, 0] },
            ],
        },
        new("Max([3, 1], [2, 1, 4])", x => Ops.Max(x[0], x[1]), new WorkedInput(new Shape(3, 1)), new WorkedInput(new Shape(2, 1, 4)))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), System.Math.Max),
        },
        new("Max(x, 3 * x)", x => Ops.Max(x[0], x[0] * T.CreateChecked(3)), new WorkedInput(new Shape(5))) { Reference = Reference.Of(a => System.Math.Max(a, 3 * a)) },
        new("Max([], [0])", x => Ops.Max(x[0], x[1]), new WorkedInput(Shape.Scalar), new WorkedInput(new Shape(0))) { Reference = _ => [] },
        new("Max([3], [4])", x => Ops.Max(x[0], x[1]), new WorkedInput(new Shape(3)), new WorkedInput(new Shape(4)))
        {
            Refusal = ["Max", "[3]", "[4]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, MaxFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, ShareOfLarger<T>.Of(call.Cotangent, call.Input(0), call.Input(1)));
        if (call.Wants(1))
            call.Add(1, ShareOfLarger<T>.Of(call.Cotangent, call.Input(1), call.Input(0)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(ShareOfLarger<T>.Of(call.Tangent(0), call.Input(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(ShareOfLarger<T>.Of(call.Tangent(1), call.Input(1), call.Input(0)));
    }
}

// v where a > b, v / 2 where they tie, else 0, with broadcasting: constant in a and b wherever it has a slope.
internal readonly struct ShareOfLarger<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ShareOfLarger";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("ShareOfLarger(v, a, b)", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, a, b) => a > b ? v : 0),
            Specials = [new([3, 1, 1], 1.5) { Slopes = [0.5, 0, 0] }, new([3, 2, 1], 3) { Slopes = [1, 0, 0] }, new([3, 1, 2], 0) { Slopes = [0, 0, 0] }],
        },
        new("ShareOfLarger([2, 3], [2, 3], [3])", x => Of(x[0], x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3)))
        {
            Reference = Reference.Broadcast(new Shape(2, 3), new Shape(3), (a, b) => a > b ? a : 0),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> a, Variable<T> b) => v.Tape.Apply(default(ShareOfLarger<T>), v, a, b);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, ShareOfLargerFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1), call.Input(2)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), call.Input(2)));
    }
}
