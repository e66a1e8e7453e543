using System;
using System.Collections.Generic;

namespace AutoDiff.Tests.Laws.Wrong;

// The refusal does not say which shapes were refused.
internal readonly struct SilentRefusal : IPrimitive<double>
{
    public static string Name => "SilentRefusal";

    public static IEnumerable<WorkedCase<double>> Cases => [
            new("Square([3])", x => x[0].Tape.Apply(default(SilentRefusal), x[0]), new WorkedInput(new Shape(3))) { Refusal = ["SilentRefusal", "[3]"] },
        ];

    public Shape ShapeOf(in Operands<double> inputs) => throw new ArgumentException("SilentRefusal: no.");

    public void Forward(in ForwardCall<double> call) => Square<double>.Compute(in call);

    public void Vjp(in VjpCall<double> call) => Square<double>.Reverse(in call);

    public void Jvp(in JvpCall<double> call) => Square<double>.Forwards(in call);
}
