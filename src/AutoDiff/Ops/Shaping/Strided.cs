using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// Elements at regular distances: what strided slices, flips, diagonals and windows are. Their own files hold what users call.
internal readonly struct Strided<T>(Walk walk) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Strided";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        .. Ops.StridedSliceCases<T>(),
        .. Ops.FlipCases<T>(),
        .. Ops.DiagonalCases<T>(),
        .. Ops.UnfoldCases<T>(),
    ];

    public static Variable<T> Of(Variable<T> x, in Walk walk) => x.Tape.Apply(new Strided<T>(walk), x);

    public Shape ShapeOf(in Operands<T> inputs) => walk.Part;

    public void Forward(in ForwardCall<T> call) => Movement.Take(in walk, call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Unstrided<T>.Of(call.Cotangent, in call.InputShape(0), in walk));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), in walk));
}

// The transpose: zeros of the whole's shape, to which every element of the input is added where the walk would have found it.
internal readonly struct Unstrided<T>(Shape whole, Walk walk) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Unstrided";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("every second of [7]", new Shape(7), new Walk(new Shape(4), 0, [2])),
        Case("[3, 4] read backwards", new Shape(3, 4), new Walk(new Shape(3, 4), 11, [-4, -1])),
        Case("overlapping windows of [6]", new Shape(6), new Walk(new Shape(4, 3), 0, [1, 1])),
        Case("overlapping windows of [24], 10 long", new Shape(24), new Walk(new Shape(8, 10), 0, [2, 1])),
        Case("one element of [5]", new Shape(5), new Walk(Shape.Scalar, 3, [])),
        Case("no element of [5]", new Shape(5), new Walk(new Shape(0), 0, [1])),
        .. Ops.DiagonalEmbedCases<T>(),
    ];

    public static Variable<T> Of(Variable<T> x, in Shape whole, in Walk walk) => x.Tape.Apply(new Unstrided<T>(whole, walk), x);

    public Shape ShapeOf(in Operands<T> inputs) => whole;

    public void Forward(in ForwardCall<T> call)
    {
        if (!call.Accumulate)
            call.Output.Clear();
        Movement.PutBack(in walk, call.Input(0), call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Strided<T>.Of(call.Cotangent, in walk));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), in whole, in walk));

    private static WorkedCase<T> Case(string name, Shape whole, Walk walk) => new($"Unstrided({name})", x => Of(x[0], in whole, in walk), new WorkedInput(walk.Part))
    {
        Reference = inputs =>
        {
            double[] y = new double[whole.Count];
            for (int i = 0; i < inputs[0].Length; i++)
            {
                int[] at = Reference.Coordinates(walk.Part, i);
                int to = walk.Start;
                for (int axis = 0; axis < at.Length; axis++)
                    to += at[axis] * walk.Step(axis);
                y[to] += inputs[0][i];
            }

            return y;
        },
    };
}
