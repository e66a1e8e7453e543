using System;
using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The square of a negative zero comes out negative.
internal readonly struct WrongZero : IPrimitive<double>
{
    public static string Name => "WrongZero";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(WrongZero), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        ReadOnlySpan<double> x = call.Input(0);
        for (int i = 0; i < x.Length; i++)
            call.Output[i] = Math.CopySign(x[i] * x[i], x[i]);
    }

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
