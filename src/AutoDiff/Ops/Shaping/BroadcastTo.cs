using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Stretches an array to a larger shape: missing axes and axes of length 1 repeat their elements.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="shape">A shape that <paramref name="x"/> broadcasts to.</param>
    /// <returns>The repeated elements, of the given shape; <paramref name="x"/> itself where it has that shape already.</returns>
    /// <exception cref="System.ArgumentException"><paramref name="x"/> does not broadcast to the shape.</exception>
    /// <remarks>Derivative: <c>yDot = BroadcastTo(xDot)</c>; <c>xBar = SumTo(yBar)</c>. Saves nothing. Source: NumPy, "Broadcasting".</remarks>
    public static Variable<T> BroadcastTo<T>(Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Shape == shape ? x : x.Tape.Apply(new BroadcastTo<T>(shape), x);
}

internal readonly struct BroadcastTo<T>(Shape shape) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "BroadcastTo";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("BroadcastTo([3, 1], [2, 3, 4])", x => Ops.BroadcastTo(x[0], new Shape(2, 3, 4)), new WorkedInput(new Shape(3, 1)))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 3, 4)),
        },
        new("BroadcastTo([], [5])", x => Ops.BroadcastTo(x[0], new Shape(5)), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Broadcast(Shape.Scalar, new Shape(5)),
        },
        new("BroadcastTo([1], [0])", x => Ops.BroadcastTo(x[0], new Shape(0)), new WorkedInput(new Shape(1)))
        {
            Reference = Reference.Broadcast(new Shape(1), new Shape(0)),
        },
        .. Ops.TileCases<T>(),
        .. Ops.MeshGridCases<T>(),
        new("BroadcastTo([2], [3])", x => Ops.BroadcastTo(x[0], new Shape(3)), new WorkedInput(new Shape(2)))
        {
            Refusal = ["BroadcastTo", "[2]", "[3]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (!inputs[0].BroadcastsTo(in shape))
            OpErrors.DoesNotStretch(Name, inputs[0], shape);
        return shape;
    }

    public void Forward(in ForwardCall<T> call) =>
        Broadcast.Copy(in call.InputShape(0), call.Input(0), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Cotangent);

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tangent(0));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.BroadcastTo(call.Aligned(0), shape.Insert(0, call.Size));
}
