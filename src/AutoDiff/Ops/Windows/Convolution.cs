using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// A window's weighted sums at every place along a line:
    /// <c>y[b, o, i] = bias[o] + sum over c, k of weight[o, c, k] · x[b, c, i · stride + k · dilation - padding]</c>, with zeros outside of x.
    /// </summary>
    /// <param name="x">Inputs <c>[batch, inputs, length]</c>.</param>
    /// <param name="weight">Weights <c>[outputs, inputs / groups, kernel]</c>; as everywhere in the field they are not flipped, so this is a correlation.</param>
    /// <param name="bias">A number for each output channel, <c>[outputs]</c>, or null.</param>
    /// <param name="stride">How far apart the places are.</param>
    /// <param name="padding">How many zeros are thought before and after every line.</param>
    /// <param name="dilation">How far apart the window's elements are.</param>
    /// <param name="groups">Into how many groups the channels fall; an output sees the inputs of its group alone.</param>
    /// <returns><c>[batch, outputs, places]</c>, where places = (length + 2 · padding - dilation · (kernel - 1) - 1) / stride + 1, rounded down.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a setting is impossible, or the window is longer than the padded line.</exception>
    /// <remarks>
    /// Derivative: the form <c>sum of x · weight · y</c> over all places and taps is linear in each of the three, so
    /// <c>xBar</c> is the transposed convolution of yBar with the weight, <c>weightBar</c> the products of x with yBar, summed over images and places,
    /// and <c>biasBar</c> the sum of yBar over images and places. Saves x and weight. Cost: <c>2 · inputs / groups · kernel</c> operations an element of the result,
    /// as a matrix product with blocks of the columns that the windows see: working memory of 2^16 elements or of 64 places. Source: Chellapilla, Puri and Simard 2006.
    /// </remarks>
    public static Variable<T> Conv1d<T>(Variable<T> x, Variable<T> weight, Variable<T>? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Convolution<T>.Of(x, weight, bias, ConvolutionSteps.OfLine(stride, padding, dilation, groups));

    /// <summary>A window's weighted sums at every place of a plane, as <see cref="Conv1d"/> along both axes.</summary>
    /// <param name="x">Inputs <c>[batch, inputs, height, width]</c>.</param>
    /// <param name="weight">Weights <c>[outputs, inputs / groups, kernel height, kernel width]</c>.</param>
    /// <param name="bias">A number for each output channel, <c>[outputs]</c>, or null.</param>
    /// <param name="stride">How far apart the places are; 1 if null.</param>
    /// <param name="padding">How many zeros are thought around every plane; 0 if null.</param>
    /// <param name="dilation">How far apart the window's elements are; 1 if null.</param>
    /// <param name="groups">Into how many groups the channels fall; as many as channels for a depthwise convolution.</param>
    /// <returns><c>[batch, outputs, places high, places wide]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a setting is impossible, or the window is larger than the padded plane.</exception>
    /// <remarks>Formula, derivative, memory, cost and source: as of <see cref="Conv1d"/>.</remarks>
    public static Variable<T> Conv2d<T>(
        Variable<T> x, Variable<T> weight, Variable<T>? bias = null, Extent? stride = null, Extent? padding = null, Extent? dilation = null, int groups = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Convolution<T>.Of(x, weight, bias, ConvolutionSteps.OfPlane(stride, padding, dilation, groups));
}

// x, weight and perhaps bias to y.
internal readonly struct Convolution<T>(ConvolutionSteps steps) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Convolution";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Line(new Shape(2, 3, 7), new Shape(4, 3, 3), bias: true),
        Line(new Shape(2, 4, 9), new Shape(6, 2, 2), stride: 2, padding: 1, dilation: 3, groups: 2),
        Line(new Shape(1, 2, 3), new Shape(2, 2, 3)),
        Line(new Shape(2, 3, 4), new Shape(5, 3, 1), bias: true),
        Line(new Shape(1, 1, 1), new Shape(1, 1, 3), padding: 4, stride: 3),
        Line(new Shape(0, 2, 5), new Shape(3, 2, 2), bias: true),
        Line(new Shape(2, 0, 5), new Shape(3, 0, 2), bias: true),
        Line(new Shape(1, 2, 300), new Shape(2, 2, 3)),
        Plane(new Shape(2, 3, 5, 6), new Shape(4, 3, 3, 2), bias: true),
        Plane(new Shape(2, 2, 4, 4), new Shape(3, 2, 1, 1), bias: true),
        Plane(new Shape(2, 2, 4, 4), new Shape(3, 2, 1, 1), stride: 2),
        Plane(new Shape(1, 4, 6, 5), new Shape(4, 1, 3, 3), padding: 1, groups: 4),
        Plane(new Shape(2, 4, 7, 8), new Shape(6, 2, 2, 3), bias: true, stride: (2, 3), padding: (2, 1), dilation: (3, 2), groups: 2),
        Plane(new Shape(1, 1, 2, 70), new Shape(2, 1, 2, 3), padding: (1, 0)),
        Plane(new Shape(1, 40, 10, 10), new Shape(1, 40, 5, 5)),
        Refused("Conv1d([2, 3, 7], [4, 2, 3])", x => Ops.Conv1d(x[0], x[1]), new Shape(2, 3, 7), new Shape(4, 2, 3), "Conv1d", "channels"),
        Refused("Conv2d([2, 4, 3, 3], [3, 2, 1, 1], groups 2)", x => Ops.Conv2d(x[0], x[1], groups: 2), new Shape(2, 4, 3, 3), new Shape(3, 2, 1, 1), "Conv2d", "multiple"),
        Refused("Conv2d([2, 3, 7], [4, 3, 3])", x => Ops.Conv2d(x[0], x[1]), new Shape(2, 3, 7), new Shape(4, 3, 3), "Conv2d", "axes"),
        Refused("Conv1d([1, 1, 2], [1, 1, 3])", x => Ops.Conv1d(x[0], x[1]), new Shape(1, 1, 2), new Shape(1, 1, 3), "Conv1d", "longer"),
        Refused("Conv1d([1, 1, 2], [1, 1, 0])", x => Ops.Conv1d(x[0], x[1]), new Shape(1, 1, 2), new Shape(1, 1, 0), "Conv1d", "empty window"),
        Refused("Conv1d([1, 1, 3], [1, 1, 2], stride 0)", x => Ops.Conv1d(x[0], x[1], stride: 0), new Shape(1, 1, 3), new Shape(1, 1, 2), "Conv1d", "stride 0"),
        Refused(
            "Conv2d([1, 1, 3, 3], [1, 1, 2, 2], padding (0, -1))",
            x => Ops.Conv2d(x[0], x[1], padding: (0, -1)),
            new Shape(1, 1, 3, 3),
            new Shape(1, 1, 2, 2),
            "Conv2d",
            "padding (0, -1)"),
        Refused("Conv1d([1, 1, 3], [1, 1, 2], [1, 1, 2])", x => Ops.Conv1d(x[0], x[1], x[1]), new Shape(1, 1, 3), new Shape(1, 1, 2), "Conv1d", "bias"),
    ];

    public static Variable<T> Of(Variable<T> x, Variable<T> weight, Variable<T>? bias, ConvolutionSteps steps) => bias is { } offset
        ? x.Tape.Apply(new Convolution<T>(steps), x, weight, offset)
        : x.Tape.Apply(new Convolution<T>(steps), x, weight);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        Shape y = ConvolutionShapes.OfOutput(in steps, in inputs[0], in inputs[1]);
        if (inputs.Count > 2)
            ConvolutionShapes.CheckBias(in steps, "Conv", in inputs[2], y[1]);
        return y;
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        ConvolutionSize size = steps.SizeOf(x[0], in call.InputShape(1), steps.PlaneOf(in x), steps.PlaneOf(in call.OutputShape));
        ConvolutionPass.ToOutput(in size, call.Input(0), call.Input(1), call.InputCount > 2 ? call.Input(2) : default, call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> yBar = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, ConvolutionInput<T>.Of(yBar, call.Input(1), null, steps, steps.PlaneOf(in call.InputShape(0))));
        if (call.Wants(1))
            call.Add(1, ConvolutionWeight<T>.Of(call.Input(0), yBar, steps, steps.PlaneOf(in call.InputShape(1))));
        if (call.InputCount > 2 && call.Wants(2))
            call.Add(2, ChannelSums(yBar));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), null, steps));
        if (call.Moves(1))
            call.Add(Of(call.Input(0), call.Tangent(1), null, steps));
        if (call.InputCount > 2 && call.Moves(2))
            call.Add(AlongPlanes(call.Tangent(2), steps.Axes));
    }

    // Images of all examples are images; weights of their own make a group of channels for each example.
    public Variable<T> Batch(in BatchCall<T> call)
    {
        if (!call.IsBatched(1) && (call.InputCount < 3 || !call.IsBatched(2)))
            return Unfolded(in call, Of(Folded(call.Input(0)), call.Input(1), call.InputCount > 2 ? call.Input(2) : null, steps));
        Variable<T>? bias = call.InputCount > 2 ? Ops.Reshape(call.Batched(2), new Shape(call.Size * call.InputShape(2)[0])) : null;
        return Apart(Of(Together(call.Batched(0)), Folded(call.Batched(1)), bias, steps with { Groups = steps.Groups * call.Size }), call.Size);
    }

    internal static Variable<T> Folded(Variable<T> x) => Ops.Reshape(x, x.Shape.Remove(0).With(0, x.Shape[0] * x.Shape[1]));

    internal static Variable<T> Unfolded(in BatchCall<T> call, Variable<T> y) => Ops.Reshape(y, call.OutputShape.Insert(0, call.Size));

    // [examples, batch, channels, ...] as [batch, examples · channels, ...], and back.
    internal static Variable<T> Together(Variable<T> x)
    {
        Variable<T> moved = Exchange(x);
        return Ops.Reshape(moved, moved.Shape.Remove(1).With(1, moved.Shape[1] * moved.Shape[2]));
    }

    internal static Variable<T> Apart(Variable<T> y, int examples) => Exchange(Ops.Reshape(y, y.Shape.With(1, y.Shape[1] / examples).Insert(1, examples)));

    private static Variable<T> Exchange(Variable<T> x) => x.Shape.Rank == 4 ? Ops.Permute(x, 1, 0, 2, 3) : Ops.Permute(x, 1, 0, 2, 3, 4);

    // A bias' part in its gradient and in a tangent.
    internal static Variable<T> ChannelSums(Variable<T> y) => y.Shape.Rank == 3 ? Ops.Sum(y, [0, 2]) : Ops.Sum(y, [0, 2, 3]);

    internal static Variable<T> AlongPlanes(Variable<T> bias, int axes) =>
        Ops.Reshape(bias, axes == 1 ? new Shape(bias.Shape[0], 1) : new Shape(bias.Shape[0], 1, 1));

    private static WorkedCase<T> Line(Shape x, Shape weight, bool bias = false, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Case(
            $"Conv1d({x}, {weight}, bias {bias}, {stride}, {padding}, {dilation}, {groups})",
            v => Ops.Conv1d(v[0], v[1], bias ? v[2] : null, stride, padding, dilation, groups),
            ConvolutionSteps.OfLine(stride, padding, dilation, groups),
            x,
            weight,
            bias);

    private static WorkedCase<T> Plane(Shape x, Shape weight, bool bias = false, Extent? stride = null, Extent? padding = null, Extent? dilation = null, int groups = 1) =>
        Case(
            $"Conv2d({x}, {weight}, bias {bias}, {stride}, {padding}, {dilation}, {groups})",
            v => Ops.Conv2d(v[0], v[1], bias ? v[2] : null, stride, padding, dilation, groups),
            ConvolutionSteps.OfPlane(stride, padding, dilation, groups),
            x,
            weight,
            bias);

    private static WorkedCase<T> Case(string name, WorkedFunction<T> function, ConvolutionSteps steps, Shape x, Shape weight, bool bias)
    {
        Shape y = ConvolutionShapes.OfOutput(in steps, in x, in weight);
        List<WorkedInput> inputs = [new(x), new(weight)];
        if (bias)
            inputs.Add(new(new Shape(weight[0])));
        return new(name, function, [.. inputs])
        {
            Reference = values =>
            {
                double[] sums = ConvolutionReference.Start(y, bias ? values[2] : null);
                ConvolutionReference.Visit(steps, x, weight, y, (i, k, j) => sums[j] += values[0][i] * values[1][k]);
                return sums;
            },
        };
    }

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, Shape x, Shape weight, params string[] words) =>
        new(name, function, new WorkedInput(x), new WorkedInput(weight)) { Refusal = words };
}
