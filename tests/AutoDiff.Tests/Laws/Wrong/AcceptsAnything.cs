using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// A product of arrays that takes arrays of different lengths.
internal readonly struct AcceptsAnything : IPrimitive<double>
{
    public static string Name => "AcceptsAnything";

    public static IEnumerable<WorkedCase<double>> Cases => [
            new("[3] · [4]", x => x[0].Tape.Apply(default(AcceptsAnything), x[0], x[1]), new WorkedInput(new Shape(3)), new WorkedInput(new Shape(4)))
            {
                Refusal = ["AcceptsAnything", "[3]", "[4]"],
            },
        ];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
