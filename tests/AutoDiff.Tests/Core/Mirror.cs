using System;

namespace AutoDiff.Tests.Core;

// The elements in reverse order. Written so that an output over the input shows.
internal readonly struct Mirror : IPrimitive<double>
{
    public static string Name => "Mirror";

    public static bool CanAccumulate => true;

    public static Variable<double> Of(Variable<double> x) => x.Tape.Apply(default(Mirror), x);

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        ReadOnlySpan<double> x = call.Input(0);
        for (int i = 0; i < x.Length; i++)
            call.Output[i] = (call.Accumulate ? call.Output[i] : 0) + x[x.Length - 1 - i];
    }

    public void Vjp(in VjpCall<double> call) => call.Add(0, Of(call.Cotangent));

    public void Jvp(in JvpCall<double> call) => call.Add(Of(call.Tangent(0)));
}
