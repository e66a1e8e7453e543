namespace AutoDiff.Tests.Core;

// y = 2a + 2·mirror(b); its reverse rule uses one intermediate result for both inputs.
internal readonly struct SharedTerm : IPrimitive<double>
{
    public static string Name => "SharedTerm";

    public static Variable<double> Of(Variable<double> a, Variable<double> b) => a.Tape.Apply(default(SharedTerm), a, b);

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        for (int i = 0; i < call.Output.Length; i++)
            call.Output[i] = 2 * (call.Input(0)[i] + call.Input(1)[^(i + 1)]);
    }

    public void Vjp(in VjpCall<double> call)
    {
        Variable<double> term = 2d * call.Cotangent;
        call.Add(0, term);
        call.Add(1, Mirror.Of(term));
    }

    public void Jvp(in JvpCall<double> call)
    {
        if (call.Moves(0))
            call.Add(2d * call.Tangent(0));
        if (call.Moves(1))
            call.Add(2d * Mirror.Of(call.Tangent(1)));
    }
}
