using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// 1 where x equals the extreme that it was reduced to, else 0: constant wherever it has a slope. The extreme broadcasts.
internal readonly struct Ties<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Ties";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Ties([2, 3], [2, 1])", x => Of(x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2, 1)))
        {
            Reference = Reference.Broadcast(new Shape(2, 3), new Shape(2, 1), (x, y) => x == y ? 1 : 0),
            Specials = [new([2, 2], 1) { Slopes = [0, 0] }, new([double.NaN, double.NaN], 0) { Slopes = [0, 0] }],
        },
        new("Ties(x, x)", x => Of(x[0], x[0]), new WorkedInput(new Shape(3))) { Reference = Reference.Of(_ => 1) },
    ];

    public static Variable<T> Of(Variable<T> x, Variable<T> extreme) => x.Tape.Apply(default(Ties<T>), x, extreme);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, EqualFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        // Its slope is 0 wherever there is one.
    }

    public void Jvp(in JvpCall<T> call)
    {
        // Its slope is 0 wherever there is one.
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Elementwise();
}
