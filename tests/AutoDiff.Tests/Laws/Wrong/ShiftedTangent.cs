using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The forward rule adds a constant.
internal readonly struct ShiftedTangent : IPrimitive<double>
{
    public static string Name => "ShiftedTangent";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(ShiftedTangent), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => call.Add((2d * call.Input(0) * call.Tangent(0)) + 1e-3);
}
