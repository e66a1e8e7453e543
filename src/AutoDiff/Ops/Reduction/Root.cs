using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// The square root of a sum of squares, a length: its slope at 0, a kink, is chosen 0, where that of Sqrt is infinite.
internal readonly struct Root<T> : IUnaryPrimitive<T, SqrtFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Root";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Root(x)", x => Of(x[0]), new WorkedInput(new Shape(6), 0.25, 4))
        {
            Reference = Reference.Of(a => System.Math.Sqrt(a)),
            Specials = [new([0], 0) { Slopes = [0] }, new([4], 2) { Slopes = [0.25] }, new([double.NaN], double.NaN)],
        },
    ];

    public static Variable<T> Of(Variable<T> x) => x.Tape.Apply(default(Root<T>), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SqrtFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, DivideOrZero<T>.Of(call.Cotangent, call.Output + call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(DivideOrZero<T>.Of(call.Tangent(0), call.Output + call.Output));
}
