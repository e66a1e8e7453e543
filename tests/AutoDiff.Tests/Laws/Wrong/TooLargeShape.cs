using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The shape rule promises one element more than is computed.
internal readonly struct TooLargeShape : IPrimitive<double>
{
    public static string Name => "TooLargeShape";

    public static IEnumerable<WorkedCase<double>> Cases => [Square<double>.Case(x => x.Tape.Apply(default(TooLargeShape), x))];

    public Shape ShapeOf(in Operands<double> inputs) => new(inputs[0].Count + 1);

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
