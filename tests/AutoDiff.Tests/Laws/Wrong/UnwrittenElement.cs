using System;
using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The last element is not computed.
internal readonly struct UnwrittenElement : IPrimitive<double>
{
    public static string Name => "UnwrittenElement";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(UnwrittenElement), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        ReadOnlySpan<double> x = call.Input(0);
        for (int i = 0; i < x.Length - 1; i++)
            call.Output[i] = x[i] * x[i];
    }

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
