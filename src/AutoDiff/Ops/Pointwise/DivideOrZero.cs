using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// a / b, and 0 with slopes of 0 where b = 0: how a length moves, with the slope 0 that is chosen at its kink.
internal readonly struct DivideOrZero<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "DivideOrZero";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("DivideOrZero(a, b)", x => Of(x[0], x[1]), new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4), 0.5, 2))
        {
            Reference = Reference.Of((a, b) => a / b),
            Specials =
            [
                new([1, 0], 0) { Slopes = [0, 0] }, new([0, 0], 0) { Slopes = [0, 0] }, new([1, 2], 0.5) { Slopes = [0.5, -0.25] },
            ],
        },
        new("DivideOrZero([2, 3], [2, 1])", x => Of(x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2, 1), 0.5, 2))
        {
            Reference = Reference.Broadcast(new Shape(2, 3), new Shape(2, 1), (a, b) => a / b),
        },
    ];

    public static Variable<T> Of(Variable<T> a, Variable<T> b) => a.Tape.Apply(default(DivideOrZero<T>), a, b);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, DivideOrZeroFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongA(call.Cotangent, call.Input(1)));
        if (call.Wants(1))
            call.Add(1, AlongB(call.Cotangent, call.Input(1), call.Output));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongA(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(AlongB(call.Tangent(1), call.Input(1), call.Output));
    }

    private static Variable<T> AlongA(Variable<T> v, Variable<T> b) => Of(v, b);

    private static Variable<T> AlongB(Variable<T> v, Variable<T> b, Variable<T> y) => -Of(v * y, b);
}
