using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// A product with the input's first number, which the call reads behind the tape's back.
internal readonly struct FrozenNumber(double factor) : IPrimitive<double>
{
    public static string Name => "FrozenNumber";

    public static IEnumerable<WorkedCase<double>> Cases =>
    [
        new("x · x[0]", x => x[0].Tape.Apply(new FrozenNumber(x[0].Tape.ValuesAt(x[0].Index)[0]), x[0]), new WorkedInput(new Shape(3)))
        {
            Reference = x => [x[0][0] * x[0][0], x[0][0] * x[0][1], x[0][0] * x[0][2]],
        },
    ];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        for (int i = 0; i < call.Output.Length; i++)
            call.Output[i] = factor * call.Input(0)[i];
    }

    public void Vjp(in VjpCall<double> call) => call.Add(0, factor * call.Cotangent);

    public void Jvp(in JvpCall<double> call) => call.Add(factor * call.Tangent(0));
}
