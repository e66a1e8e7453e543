using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The reverse rule allocates an array each time.
internal readonly struct AllocatingRule : IPrimitive<double>
{
    public static string Name => "AllocatingRule";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(AllocatingRule), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => call.Add(0, call.Tape.Constant(new double[] { 2 }, Shape.Scalar) * call.Input(0) * call.Cotangent);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
