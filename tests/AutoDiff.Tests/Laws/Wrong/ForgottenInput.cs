using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// A product whose reverse rule forgets its second input.
internal readonly struct ForgottenInput : IPrimitive<double>
{
    public static string Name => "ForgottenInput";

    public static IEnumerable<WorkedCase<double>> Cases => [
            new("a · b", x => x[0].Tape.Apply(default(ForgottenInput), x[0], x[1]), new WorkedInput(new Shape(4)), new WorkedInput(new Shape(4)))
            {
                Reference = Reference.Of((a, b) => a * b),
            },
        ];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        for (int i = 0; i < call.Output.Length; i++)
            call.Output[i] = call.Input(0)[i] * call.Input(1)[i];
    }

    public void Vjp(in VjpCall<double> call) => call.Add(0, call.Cotangent * call.Input(1));

    public void Jvp(in JvpCall<double> call)
    {
        if (call.Moves(0))
            call.Add(call.Tangent(0) * call.Input(1));
        if (call.Moves(1))
            call.Add(call.Input(0) * call.Tangent(1));
    }
}
