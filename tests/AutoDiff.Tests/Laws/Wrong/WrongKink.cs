using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The slope at zero is one.
internal readonly struct WrongKink : IPrimitive<double>
{
    public static string Name => "WrongKink";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(WrongKink), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => call.Add(0, call.Input(0).Values[0] == 0 ? call.Cotangent : 2d * call.Input(0) * call.Cotangent);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
