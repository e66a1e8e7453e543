namespace AutoDiff.Tests.Core;

// y = 3a + b² + 3c; its reverse rule gives one intermediate result to the first and to the last input.
internal readonly struct LateReader : IPrimitive<double>
{
    public static string Name => "LateReader";

    public static Variable<double> Of(Variable<double> a, Variable<double> b, Variable<double> c) => a.Tape.Apply(default(LateReader), a, b, c);

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        for (int i = 0; i < call.Output.Length; i++)
            call.Output[i] = (3 * call.Input(0)[i]) + (call.Input(1)[i] * call.Input(1)[i]) + (3 * call.Input(2)[i]);
    }

    public void Vjp(in VjpCall<double> call)
    {
        Variable<double> term = 3d * call.Cotangent;
        call.Add(0, term);
        call.Add(1, 2d * call.Input(1) * call.Cotangent);
        call.Add(2, term);
    }

    public void Jvp(in JvpCall<double> call)
    {
        if (call.Moves(0))
            call.Add(3d * call.Tangent(0));
        if (call.Moves(1))
            call.Add(2d * call.Input(1) * call.Tangent(1));
        if (call.Moves(2))
            call.Add(3d * call.Tangent(2));
    }
}
