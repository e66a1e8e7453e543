using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// Both rules lack the factor 2: they agree with each other, not with the function.
internal readonly struct MissingFactor : IPrimitive<double>
{
    public static string Name => "MissingFactor";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(MissingFactor), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => call.Add(0, call.Input(0) * call.Cotangent);

    public void Jvp(in JvpCall<double> call) => call.Add(call.Input(0) * call.Tangent(0));
}
