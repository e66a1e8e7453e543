using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// It claims to add to what is there, and overwrites it.
internal readonly struct IgnoredAccumulate : IPrimitive<double>
{
    public static string Name => "IgnoredAccumulate";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(IgnoredAccumulate), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
