using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Sums an array down to a smaller shape, the opposite of <see cref="BroadcastTo"/>: over the axes that the shape lacks or has with length 1.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="shape">A shape that broadcasts to <paramref name="x"/>'s.</param>
    /// <returns>The sums, of the given shape; <paramref name="x"/> itself where it has that shape already.</returns>
    /// <exception cref="System.ArgumentException">The shape does not broadcast to <paramref name="x"/>'s.</exception>
    /// <remarks>Derivative: <c>yDot = SumTo(xDot)</c>; <c>xBar = BroadcastTo(yBar)</c>. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> SumTo<T>(Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Shape == shape ? x : x.Tape.Apply(new SumTo<T>(shape), x);
}

internal readonly struct SumTo<T>(Shape shape) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SumTo";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("SumTo([2, 3, 4], [3, 1])", x => Ops.SumTo(x[0], new Shape(3, 1)), new WorkedInput(new Shape(2, 3, 4)))
        {
            Reference = Reference.SumTo(new Shape(2, 3, 4), new Shape(3, 1)),
        },
        new("SumTo([5, 3], [3])", x => Ops.SumTo(x[0], new Shape(3)), new WorkedInput(new Shape(5, 3)))
        {
            Reference = Reference.SumTo(new Shape(5, 3), new Shape(3)),
        },
        new("SumTo([0, 2], [])", x => Ops.SumTo(x[0], Shape.Scalar), new WorkedInput(new Shape(0, 2)))
        {
            Reference = Reference.SumTo(new Shape(0, 2), Shape.Scalar),
        },
        new("SumTo([4], [2])", x => Ops.SumTo(x[0], new Shape(2)), new WorkedInput(new Shape(4)))
        {
            Refusal = ["SumTo", "[4]", "[2]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (!shape.BroadcastsTo(in inputs[0]))
            OpErrors.DoesNotStretch(Name, shape, inputs[0]);
        return shape;
    }

    public void Forward(in ForwardCall<T> call) =>
        Kernels.Reduction.SumTo(in call.InputShape(0), call.Input(0), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Ops.BroadcastTo(call.Cotangent, call.InputShape(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.SumTo(call.Tangent(0), shape));

    public Variable<T> Batch(in BatchCall<T> call)
    {
        Shape stretched = shape;
        while (stretched.Rank < call.InputShape(0).Rank)
            stretched = stretched.Insert(0, 1);
        return Examples.Part(Ops.SumTo(call.Input(0), stretched.Insert(0, call.Size)), call.Size, in shape);
    }
}
