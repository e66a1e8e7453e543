using System;
using System.Collections.Generic;
using System.Threading;

namespace AutoDiff.Tests.Laws.Wrong;

// The last bits depend on how often it has run.
internal readonly struct UnsteadyForward : IPrimitive<double>
{
    public static string Name => "UnsteadyForward";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(UnsteadyForward), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        double factor = 1 + ((Interlocked.Increment(ref _runs) % 5) * 4e-16);
        ReadOnlySpan<double> x = call.Input(0);
        for (int i = 0; i < x.Length; i++)
            call.Output[i] = x[i] * x[i] * factor;
    }

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);

    private static int _runs;
}
