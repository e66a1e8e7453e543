using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The reverse rule multiplies by the cotangent's square.
internal readonly struct SquaredCotangent : IPrimitive<double>
{
    public static string Name => "SquaredCotangent";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(SquaredCotangent), x))];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => call.Add(0, 2d * call.Input(0) * call.Cotangent * call.Cotangent);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
