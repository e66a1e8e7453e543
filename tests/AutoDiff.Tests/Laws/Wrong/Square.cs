using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Tests.Laws.Wrong;

// The right way to square, whose parts the wrong primitives borrow for all but the one thing they get wrong.
internal readonly struct Square<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "TestSquare";

    public static IEnumerable<WorkedCase<T>> Cases => [Case(x => x.Tape.Apply(default(Square<T>), x))];

    public static WorkedCase<T> Case(Func<Variable<T>, Variable<T>> call) =>
        new("Square(x)", x => call(x[0]), new WorkedInput(new Shape(2, 3), 0.5, 2)) { Reference = Reference.Of(x => x * x), Specials = [new([-0.0], 0.0) { Slopes = [0] }] };

    public static void Compute(in ForwardCall<T> call)
    {
        ReadOnlySpan<T> x = call.Input(0);
        for (int i = 0; i < x.Length; i++)
            call.Output[i] = x[i] * x[i];
    }

    public static void Reverse(in VjpCall<T> call) => call.Add(0, T.CreateChecked(2) * call.Input(0) * call.Cotangent);

    public static void Forwards(in JvpCall<T> call) => call.Add(T.CreateChecked(2) * call.Input(0) * call.Tangent(0));

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Compute(in call);

    public void Vjp(in VjpCall<T> call) => Reverse(in call);

    public void Jvp(in JvpCall<T> call) => Forwards(in call);
}
