using System;

namespace AutoDiff.Tests.Core;

// The identity, whose rules do what a test tells them. It holds references, so the tape keeps it in a box.
internal readonly struct Rule(
    Action<VjpAction>? vjp = null,
    Func<Variable<double>, Variable<double>>? contribution = null,
    Action? forward = null,
    Action? jvp = null) : IPrimitive<double>
{
    public static string Name => "Rule";

    public Variable<double> Of(Variable<double> x) => x.Tape.Apply(this, x);

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        forward?.Invoke();
        call.Input(0).CopyTo(call.Output);
    }

    public void Vjp(in VjpCall<double> call)
    {
        vjp?.Invoke(new VjpAction(call.Tape, call.Input(0), call.Cotangent));
        call.Add(0, contribution is null ? call.Cotangent : contribution(call.Cotangent));
    }

    public void Jvp(in JvpCall<double> call)
    {
        jvp?.Invoke();
        call.Add(contribution is null ? call.Tangent(0) : contribution(call.Tangent(0)));
    }
}
