using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// Computing allocates an array each time.
internal readonly struct AllocatingForward : IPrimitive<double>
{
    public static string Name => "AllocatingForward";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(AllocatingForward), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        double[] x = call.Input(0).ToArray();
        for (int i = 0; i < x.Length; i++)
            call.Output[i] = x[i] * x[i];
    }

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
