using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The reverse rule reads the input's numbers, not the input: right once, but its own derivative lacks a term.
internal readonly struct FrozenRule : IPrimitive<double>
{
    public static string Name => "FrozenRule";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(FrozenRule), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => call.Add(0, 2d * call.Tape.Constant(call.Input(0).Values, call.InputShape(0)) * call.Cotangent);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
