using System.Numerics;

namespace AutoDiff.Tests.Core;

// c0 + c1·x + ... + c5·x⁵: an operation whose attributes take 96 bytes, half of them only to take room.
internal readonly struct Polynomial(Vector4 room, Vector4 more, Vector4 most, double c0, double c1, double c2, double c3, double c4, double c5) : IPrimitive<double>
{
    public static string Name => "Polynomial";

    public Variable<double> Of(Variable<double> x) => x.Tape.Apply(this, x);

    public Shape ShapeOf(in Operands<double> inputs) => inputs[0];

    public void Forward(in ForwardCall<double> call)
    {
        for (int i = 0; i < call.Output.Length; i++)
            call.Output[i] = Value(call.Input(0)[i]);
    }

    public void Vjp(in VjpCall<double> call) => call.Add(0, new Polynomial(room, more, most, c1, 2 * c2, 3 * c3, 4 * c4, 5 * c5, 0).Of(call.Input(0)) * call.Cotangent);

    public void Jvp(in JvpCall<double> call) => call.Add(new Polynomial(room, more, most, c1, 2 * c2, 3 * c3, 4 * c4, 5 * c5, 0).Of(call.Input(0)) * call.Tangent(0));

    private double Value(double x) => c0 + (x * (c1 + (x * (c2 + (x * (c3 + (x * (c4 + (x * c5)))))))));
}
