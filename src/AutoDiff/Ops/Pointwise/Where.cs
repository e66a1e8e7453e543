using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>A choice, <c>y = a</c> where the condition is not 0, else <c>y = b</c>, element by element, with broadcasting.</summary>
    /// <param name="condition">What is compared with 0; NaN is not 0.</param>
    /// <param name="a">What is taken where the condition is not 0.</param>
    /// <param name="b">What is taken where it is 0. All three shapes broadcast.</param>
    /// <returns>The chosen elements, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: that of the side taken; the other side's slope is 0, and so is the condition's. Saves the condition.
    /// What was not taken does not show in the result, but its own derivative is still computed: 0 times an infinite slope
    /// behind it is NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Where<T>(Variable<T> condition, Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Where<T>), condition, a, b);
}

internal readonly struct Where<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Where";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new(
            "Where(Relu(c), a, b)",
            x => Ops.Where(Ops.Relu(x[0]), x[1], x[2]),
            new WorkedInput(new Shape(3, 4)),
            new WorkedInput(new Shape(3, 4)),
            new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of((c, a, b) => c > 0 ? a : b),
        },
        new("Where(c, a, b)", x => Ops.Where(x[0], x[1], x[2]), new WorkedInput(new Shape(5)), new WorkedInput(new Shape(5)), new WorkedInput(new Shape(5)))
        {
            Reference = Reference.Of((c, a, b) => a),
            Specials =
            [
                new([0, 1, 2], 2) { Slopes = [0, 0, 1] }, new([-0.0, 1, 2], 2) { Slopes = [0, 0, 1] }, new([-3, 1, 2], 1) { Slopes = [0, 1, 0] },
                new([double.NaN, 1, double.NaN], 1) { Slopes = [0, 1, 0] }, new([0, double.NaN, 2], 2) { Slopes = [0, 0, 1] },
            ],
        },
        new("Where([2, 1], [3], [])", x => Ops.Where(Ops.Relu(x[0]), x[1], x[2]), new WorkedInput(new Shape(2, 1)), new WorkedInput(new Shape(3)), new WorkedInput(Shape.Scalar))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i / 3] > 0 ? inputs[1][i % 3] : inputs[2][0]),
        },
        new("Where(x, x * x, -x)", x => Ops.Where(Ops.Relu(x[0]), x[0] * x[0], -x[0]), new WorkedInput(new Shape(7))) { Reference = Reference.Of(a => a > 0 ? a * a : -a) },
        new("Where([], [0], [1])", x => Ops.Where(x[0], x[1], x[2]), new WorkedInput(Shape.Scalar), new WorkedInput(new Shape(0)), new WorkedInput(new Shape(1)))
        {
            Reference = _ => [],
        },
        .. Ops.MaskedFillCases<T>(),
        new("Where([2], [3], [])", x => Ops.Where(x[0], x[1], x[2]), new WorkedInput(new Shape(2)), new WorkedInput(new Shape(3)), new WorkedInput(Shape.Scalar))
        {
            Refusal = ["Where", "[2]", "[3]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, SelectFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> zero = call.Tape.Constant(T.Zero);
        if (call.Wants(1))
            call.Add(1, Ops.Where(call.Input(0), call.Cotangent, zero));
        if (call.Wants(2))
            call.Add(2, Ops.Where(call.Input(0), zero, call.Cotangent));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> zero = call.Tape.Constant(T.Zero);
        if (call.Moves(1))
            call.Add(Ops.Where(call.Input(0), call.Tangent(1), zero));
        if (call.Moves(2))
            call.Add(Ops.Where(call.Input(0), zero, call.Tangent(2)));
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Elementwise();
}
