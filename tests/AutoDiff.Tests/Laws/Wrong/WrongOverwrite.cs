using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Tests.Laws.Wrong;

// It claims that its result may lie over its input, and reads elements that it has written already.
internal readonly struct WrongOverwrite : IPrimitive<double>
{
    public static string Name => "WrongOverwrite";

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<double>> Cases => [
            new("Reverse(x)", x => x[0].Tape.Apply(default(WrongOverwrite), x[0]), new WorkedInput(new Shape(5))) { Reference = x => [.. Enumerable.Reverse(x[0])] },
        ];

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        ReadOnlySpan<double> x = call.Input(0);
        for (int i = 0; i < x.Length; i++)
            call.Output[i] = x[x.Length - 1 - i];
    }

    public void Vjp(in VjpCall<double> call) => call.Add(0, call.Tape.Apply(default(WrongOverwrite), call.Cotangent));

    public void Jvp(in JvpCall<double> call) => call.Add(call.Tape.Apply(default(WrongOverwrite), call.Tangent(0)));
}
