using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The reverse rule allocates an array each time, of a length unknown to the compiler: a small fixed one would stay on the stack.
internal readonly struct AllocatingRule : IPrimitive<double>
{
    public static string Name => "AllocatingRule";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(AllocatingRule), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call)
    {
        double[] two = new double[call.InputShape(0).Count + 1];
        two[^1] = 2;
        call.Add(0, call.Tape.Constant(two[^1]) * call.Input(0) * call.Cotangent);
    }

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
