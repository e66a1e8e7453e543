using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The result is off by a part in a million.
internal readonly struct RoughForward : IPrimitive<double>
{
    public static string Name => "RoughForward";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(RoughForward), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        Square<double>.Compute(in call);
        foreach (ref double y in call.Output)
            y *= 1 + 1e-6;
    }

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
