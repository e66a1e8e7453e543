using System;
using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The refusal comes after something was put on the tape.
internal readonly struct TracedRefusal : IPrimitive<double>
{
    public static string Name => "TracedRefusal";

    public static IEnumerable<WorkedCase<double>> Cases => [
            new("Square([3])", x => x[0].Tape.Apply(default(TracedRefusal), x[0] + 1d), new WorkedInput(new Shape(3))) { Refusal = ["TracedRefusal"] },
        ];

    public Shape ShapeOf(in Operands<double> inputs) => throw new ArgumentException("TracedRefusal: no.");

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
