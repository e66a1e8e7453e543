using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The largest element that a window sees at every place along the last axis: <c>y[..., i] = max over k of x[..., i · stride + k · dilation - padding]</c>.
    /// </summary>
    /// <param name="x">Inputs <c>[..., length]</c>.</param>
    /// <param name="kernel">How many elements a window sees.</param>
    /// <param name="stride">How far apart the places are; the kernel's length if null, so that windows do not overlap.</param>
    /// <param name="padding">How far windows reach over either end, at most half of the kernel; nothing is seen there.</param>
    /// <param name="dilation">How far apart the window's elements are.</param>
    /// <returns><c>[..., places]</c>, where places = (length + 2 · padding - dilation · (kernel - 1) - 1) / stride + 1, rounded down.</returns>
    /// <exception cref="ArgumentException">There is no such axis, a setting is impossible, or the window is longer than the padded input.</exception>
    /// <remarks>
    /// Derivative: that of the window's largest element; where several tie, they share it evenly, as in <see cref="Max{T}(Variable{T})"/>
    /// (PyTorch takes the first). So the slope does not depend on the order of elements, and windows of zeros behind a <see cref="Relu"/> favour no side.
    /// Saves input and result, no places: where the largest elements stand is seen by comparing. One NaN makes its windows' results NaN, and the slopes of
    /// all elements in these windows. A dilated window that sees padding alone gives -infinity and no slope. Source: elementary.
    /// </remarks>
    public static Variable<T> MaxPool1d<T>(Variable<T> x, int kernel, int? stride = null, int padding = 0, int dilation = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new MaxPool<T>(Pooling.OfLine(kernel, stride, padding, dilation)), x);

    /// <summary>The largest element that a window sees at every place of a plane, as <see cref="MaxPool1d"/> along both axes.</summary>
    /// <param name="x">Inputs <c>[..., height, width]</c>.</param>
    /// <param name="kernel">How many elements a window sees along each axis.</param>
    /// <param name="stride">How far apart the places are; the kernel if null.</param>
    /// <param name="padding">How far windows reach over every edge, at most half of the kernel; 0 if null.</param>
    /// <param name="dilation">How far apart the window's elements are; 1 if null.</param>
    /// <returns><c>[..., places high, places wide]</c>.</returns>
    /// <exception cref="ArgumentException">There are no such axes, a setting is impossible, or the window is larger than the padded plane.</exception>
    /// <remarks>Derivative, memory and special values: as of <see cref="MaxPool1d"/>.</remarks>
    public static Variable<T> MaxPool2d<T>(Variable<T> x, Extent kernel, Extent? stride = null, Extent? padding = null, Extent? dilation = null)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new MaxPool<T>(Pooling.OfPlane(kernel, stride, padding, dilation)), x);

    /// <summary>
    /// The largest elements of as many stretches of the last axis as asked for; stretch i goes from <c>i · length / places</c>, rounded down, to
    /// <c>(i + 1) · length / places</c>, rounded up.
    /// </summary>
    /// <param name="x">Inputs <c>[..., length]</c>.</param>
    /// <param name="places">The result's length.</param>
    /// <returns><c>[..., places]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such axis, it is empty, or no place is asked for.</exception>
    /// <remarks>Derivative, memory and special values: as of <see cref="MaxPool1d"/>.</remarks>
    public static Variable<T> AdaptiveMaxPool1d<T>(Variable<T> x, int places)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new MaxPool<T>(Pooling.Adaptive(nameof(AdaptiveMaxPool1d), 1, new Extent(1, places))), x);

    /// <summary>The largest elements of as many patches of a plane as asked for, as <see cref="AdaptiveMaxPool1d"/> along both axes.</summary>
    /// <param name="x">Inputs <c>[..., height, width]</c>.</param>
    /// <param name="places">The result's height and width.</param>
    /// <returns><c>[..., places high, places wide]</c>.</returns>
    /// <exception cref="ArgumentException">There are no such axes, one is empty, or no place is asked for.</exception>
    /// <remarks>Derivative, memory and special values: as of <see cref="MaxPool1d"/>.</remarks>
    public static Variable<T> AdaptiveMaxPool2d<T>(Variable<T> x, Extent places)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new MaxPool<T>(Pooling.Adaptive(nameof(AdaptiveMaxPool2d), 2, places)), x);
}

internal readonly struct MaxPool<T>(Pooling pooling) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MaxPool";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Line(new Shape(2, 3, 7), 2),
        Line(new Shape(8), 3, 2, 1),
        Line(new Shape(2, 9), 3, 1, 1, 2),
        Line(new Shape(0, 3), 2),
        Line(new Shape(3), 1),
        Plane(new Shape(2, 4, 6), 2),
        Plane(new Shape(1, 2, 7, 5), (3, 2), (2, 1), (1, 1)),
        Plane(new Shape(6, 7), (2, 3), 1, null, (3, 2)),
        Case("AdaptiveMaxPool1d([2, 7], 3)", x => Ops.AdaptiveMaxPool1d(x[0], 3), Pooling.Adaptive("", 1, new Extent(1, 3)), new Shape(2, 7)),
        Case("AdaptiveMaxPool1d([2, 2], 5)", x => Ops.AdaptiveMaxPool1d(x[0], 5), Pooling.Adaptive("", 1, new Extent(1, 5)), new Shape(2, 2)),
        Case("AdaptiveMaxPool2d([2, 5, 4], (2, 3))", x => Ops.AdaptiveMaxPool2d(x[0], (2, 3)), Pooling.Adaptive("", 2, new Extent(2, 3)), new Shape(2, 5, 4)),
        new("MaxPool1d of three that tie", x => Ops.MaxPool1d(Ops.BroadcastTo(x[0], new Shape(3)), 3), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(x => x),
            Specials =
            [
                new([1], 1) { Slopes = [1] },
                new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [1] },
                new([double.NaN], double.NaN) { Slopes = [double.NaN] },
            ],
        },
        new("Relu(MaxPool1d of one that sees padding alone)", x => Ops.Relu(Ops.MaxPool1d(Ops.Reshape(x[0], new Shape(1)), 2, 1, 1, 2)), new WorkedInput(Shape.Scalar))
        {
            Reference = _ => [0],
            Specials = [new([1], 0) { Slopes = [0] }],
        },
        Refused("MaxPool1d([], 2)", x => Ops.MaxPool1d(x[0], 2), Shape.Scalar, "MaxPool1d", "axes", "[]"),
        Refused("MaxPool2d([3], 2)", x => Ops.MaxPool2d(x[0], 2), new Shape(3), "MaxPool2d", "axes", "[3]"),
        Refused("MaxPool1d([3], 4)", x => Ops.MaxPool1d(x[0], 4), new Shape(3), "MaxPool1d", "longer", "[3]", "kernel 4"),
        Refused("MaxPool1d([3], 2, padding 2)", x => Ops.MaxPool1d(x[0], 2, padding: 2), new Shape(3), "MaxPool1d", "padding 2", "half"),
        Refused("MaxPool2d([3, 3], 2, stride (1, 0))", x => Ops.MaxPool2d(x[0], 2, (1, 0)), new Shape(3, 3), "MaxPool2d", "stride (1, 0)"),
        Refused("AdaptiveMaxPool1d([3], 0)", x => Ops.AdaptiveMaxPool1d(x[0], 0), new Shape(3), "AdaptiveMaxPool1d", "no places"),
        Refused("AdaptiveMaxPool2d([3, 0], 2)", x => Ops.AdaptiveMaxPool2d(x[0], 2), new Shape(3, 0), "AdaptiveMaxPool2d", "no elements", "[3, 0]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => pooling.Of(Name, in inputs[0]);

    public void Forward(in ForwardCall<T> call) => MaxPoolPass.Largest(pooling.SizeOf(in call.InputShape(0), in call.OutputShape), call.Input(0), call.Output);

    public void Vjp(in VjpCall<T> call) => call.Add(0, MaxPoolSpread<T>.Of(call.Cotangent, call.Input(0), call.Output, pooling));

    public void Jvp(in JvpCall<T> call) => call.Add(MaxPoolGather<T>.Of(call.Tangent(0), call.Input(0), call.Output, pooling));

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(this, call.Input(0));

    private static WorkedCase<T> Line(Shape x, int kernel, int? stride = null, int padding = 0, int dilation = 1) => Case(
        $"MaxPool1d({x}, {kernel}, {stride}, {padding}, {dilation})",
        v => Ops.MaxPool1d(v[0], kernel, stride, padding, dilation),
        Pooling.OfLine(kernel, stride, padding, dilation),
        x);

    private static WorkedCase<T> Plane(Shape x, Extent kernel, Extent? stride = null, Extent? padding = null, Extent? dilation = null) => Case(
        $"MaxPool2d({x}, {kernel}, {stride}, {padding}, {dilation})",
        v => Ops.MaxPool2d(v[0], kernel, stride, padding, dilation),
        Pooling.OfPlane(kernel, stride, padding, dilation),
        x);

    private static WorkedCase<T> Case(string name, WorkedFunction<T> function, Pooling pooling, Shape x) =>
        new(name, function, new WorkedInput(x)) { Reference = PoolReference.Of(pooling, x, pooling.Of(Name, in x), (seen, _) => seen.Max()) };

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, Shape x, params string[] words) => new(name, function, new WorkedInput(x)) { Refusal = words };
}

// v [..., places] back to the largest elements of x's windows, in equal shares. Which those are is constant wherever it has a slope.
internal readonly struct MaxPoolSpread<T>(Pooling pooling) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MaxPoolSpread";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("MaxPoolSpread of windows that overlap", x => OfOverlapping(x[1], x[0]), new WorkedInput(new Shape(2, 4)), new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs =>
            {
                double[] shares = new double[8];
                for (int i = 0; i < 6; i++)
                {
                    int first = (i / 3 * 4) + (i % 3);
                    shares[inputs[0][first] > inputs[0][first + 1] ? first : first + 1] += inputs[1][i];
                }

                return shares;
            },
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x, Variable<T> y, Pooling pooling) => x.Tape.Apply(new MaxPoolSpread<T>(pooling), v, x, y);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[1];

    public void Forward(in ForwardCall<T> call) =>
        MaxPoolPass.Spread(pooling.SizeOf(in call.OutputShape, in call.InputShape(2)), call.Input(0), call.Input(1), call.Input(2), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, MaxPoolGather<T>.Of(call.Cotangent, call.Input(1), call.Input(2), pooling));

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), call.Input(2), pooling));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Batched(0), call.Batched(1), call.Batched(2), pooling);

    private static Variable<T> OfOverlapping(Variable<T> v, Variable<T> x) => Of(v, x, Ops.MaxPool1d(x, 2, 1), Pooling.OfLine(2, 1, 0, 1));
}

// The transpose: the means of v's elements [..., length] where x's are the largest of their windows.
internal readonly struct MaxPoolGather<T>(Pooling pooling) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MaxPoolGather";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("MaxPoolGather of windows that overlap", x => OfOverlapping(x[1], x[0]), new WorkedInput(new Shape(2, 4)), new WorkedInput(new Shape(2, 4)))
        {
            Reference = inputs => Reference.Elements(6, i =>
            {
                int first = (i / 3 * 4) + (i % 3);
                return inputs[1][inputs[0][first] > inputs[0][first + 1] ? first : first + 1];
            }),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x, Variable<T> y, Pooling pooling) => x.Tape.Apply(new MaxPoolGather<T>(pooling), v, x, y);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[2];

    public void Forward(in ForwardCall<T> call) =>
        MaxPoolPass.Gather(pooling.SizeOf(in call.InputShape(1), in call.OutputShape), call.Input(0), call.Input(1), call.Input(2), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, MaxPoolSpread<T>.Of(call.Cotangent, call.Input(1), call.Input(2), pooling));

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), call.Input(2), pooling));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Batched(0), call.Batched(1), call.Batched(2), pooling);

    private static Variable<T> OfOverlapping(Variable<T> v, Variable<T> x) => Of(v, x, Ops.MaxPool1d(x, 2, 1), Pooling.OfLine(2, 1, 0, 1));
}
