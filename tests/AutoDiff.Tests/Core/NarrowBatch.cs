namespace AutoDiff.Tests.Core;

// The identity, whose batching rule forgets all examples but one.
internal readonly struct NarrowBatch : IPrimitive<double>
{
    public static string Name => "NarrowBatch";

    public static Variable<double> Of(Variable<double> x) => x.Tape.Apply(default(NarrowBatch), x);

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call) => call.Input(0).CopyTo(call.Output);

    public void Vjp(in VjpCall<double> call) => call.Add(0, call.Cotangent);

    public void Jvp(in JvpCall<double> call) => call.Add(call.Tangent(0));

    public Variable<double> Batch(in BatchCall<double> call) => Of(AutoDiff.Ops.Select(call.Input(0), 0, 0));
}
