using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The transpose of <see cref="Conv1d"/>: every element of x spreads over the places that a window there would see,
    /// <c>y[b, c, i · stride + k · dilation - padding] += weight[o, c, k] · x[b, o, i]</c>.
    /// </summary>
    /// <param name="x">Inputs <c>[batch, inputs, length]</c>.</param>
    /// <param name="weight">Weights <c>[inputs, outputs / groups, kernel]</c>: those of the convolution that maps the result's shape to x's.</param>
    /// <param name="bias">A number for each output channel, <c>[outputs]</c>, or null.</param>
    /// <param name="stride">How far apart neighbours land.</param>
    /// <param name="padding">How many elements of the result are cut off at either end.</param>
    /// <param name="outputPadding">How many elements are added at the end alone, less than the stride: a convolution with a stride maps several lengths to one.</param>
    /// <param name="dilation">How far apart the window's elements are.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <returns><c>[batch, outputs, (length - 1) · stride - 2 · padding + dilation · (kernel - 1) + 1 + outputPadding]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a setting is impossible, or nothing is left of the result.</exception>
    /// <remarks>
    /// Derivative: <c>xBar</c> is the convolution of yBar with the weight, <c>weightBar</c> the products of yBar with x, summed over images and places.
    /// Saves x and weight. Cost, working memory and source: as of <see cref="Conv1d"/>.
    /// </remarks>
    public static Variable<T> ConvTranspose1d<T>(
        Variable<T> x, Variable<T> weight, Variable<T>? bias = null, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvolutionInput<T>.Transposed(x, weight, bias, ConvolutionSteps.OfLine(stride, padding, dilation, groups), new Extent(0, outputPadding));

    /// <summary>The transpose of <see cref="Conv2d"/>, as <see cref="ConvTranspose1d"/> along both axes.</summary>
    /// <param name="x">Inputs <c>[batch, inputs, height, width]</c>.</param>
    /// <param name="weight">Weights <c>[inputs, outputs / groups, kernel height, kernel width]</c>.</param>
    /// <param name="bias">A number for each output channel, <c>[outputs]</c>, or null.</param>
    /// <param name="stride">How far apart neighbours land; 1 if null.</param>
    /// <param name="padding">How many elements of the result are cut off at every edge; 0 if null.</param>
    /// <param name="outputPadding">How many elements are added at the lower and the right edge, less than the stride; 0 if null.</param>
    /// <param name="dilation">How far apart the window's elements are; 1 if null.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <returns><c>[batch, outputs, height, width]</c>, each as in <see cref="ConvTranspose1d"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a setting is impossible, or nothing is left of the result.</exception>
    /// <remarks>Derivative, memory, cost and source: as of <see cref="ConvTranspose1d"/>.</remarks>
    public static Variable<T> ConvTranspose2d<T>(
        Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias = null,
        Extent? stride = null,
        Extent? padding = null,
        Extent? outputPadding = null,
        Extent? dilation = null,
        int groups = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvolutionInput<T>.Transposed(x, weight, bias, ConvolutionSteps.OfPlane(stride, padding, dilation, groups), outputPadding ?? 0);
}

// y, weight and perhaps bias to x, whose planes have the given lengths.
internal readonly struct ConvolutionInput<T>(ConvolutionSteps steps, Extent plane) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ConvolutionInput";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Line(new Shape(2, 3, 4), new Shape(3, 2, 3), bias: true),
        Line(new Shape(2, 4, 3), new Shape(4, 3, 2), bias: true, stride: 3, padding: 1, outputPadding: 2, dilation: 2, groups: 2),
        Line(new Shape(2, 3, 4), new Shape(3, 5, 1)),
        Line(new Shape(0, 2, 5), new Shape(2, 3, 2), bias: true),
        Line(new Shape(1, 2, 300), new Shape(2, 2, 3)),
        Plane(new Shape(2, 3, 3, 4), new Shape(3, 2, 3, 2), bias: true),
        Plane(new Shape(2, 2, 4, 4), new Shape(2, 3, 1, 1), bias: true),
        Plane(new Shape(2, 4, 3, 2), new Shape(4, 3, 2, 3), bias: true, stride: (2, 3), padding: (1, 2), outputPadding: (1, 0), dilation: (3, 2), groups: 2),
        Refused("ConvTranspose1d([2, 3, 7], [4, 2, 3])", x => Ops.ConvTranspose1d(x[0], x[1]), new Shape(2, 3, 7), new Shape(4, 2, 3), "ConvTranspose1d", "channels"),
        Refused(
            "ConvTranspose1d([2, 3, 7], [3, 2, 3], outputPadding 1)",
            x => Ops.ConvTranspose1d(x[0], x[1], outputPadding: 1),
            new Shape(2, 3, 7),
            new Shape(3, 2, 3),
            "ConvTranspose1d",
            "output padding 1",
            "stride"),
        Refused(
            "ConvTranspose2d([1, 1, 1, 1], [1, 1, 2, 2], padding 1)",
            x => Ops.ConvTranspose2d(x[0], x[1], padding: 1),
            new Shape(1, 1, 1, 1),
            new Shape(1, 1, 2, 2),
            "ConvTranspose2d",
            "nothing is left"),
        Refused(
            "ConvTranspose2d([1, 1, 1, 1], [1, 1, 2, 2], [1, 1, 2, 2])",
            x => Ops.ConvTranspose2d(x[0], x[1], x[1]),
            new Shape(1, 1, 1, 1),
            new Shape(1, 1, 2, 2),
            "ConvTranspose2d",
            "bias"),
    ];

    public static Variable<T> Of(Variable<T> y, Variable<T> weight, Variable<T>? bias, ConvolutionSteps steps, Extent plane) => bias is { } offset
        ? y.Tape.Apply(new ConvolutionInput<T>(steps, plane), y, weight, offset)
        : y.Tape.Apply(new ConvolutionInput<T>(steps, plane), y, weight);

    public static Variable<T> Transposed(Variable<T> x, Variable<T> weight, Variable<T>? bias, ConvolutionSteps steps, Extent outputPadding) =>
        Of(x, weight, bias, steps, steps.PlaneOf(ConvolutionShapes.OfInput(in steps, x.Shape, weight.Shape, outputPadding)));

    public Shape ShapeOf(in Operands<T> inputs)
    {
        Shape x = steps.With(inputs[0][0], inputs[1][1] * steps.Groups, plane);
        if (inputs.Count > 2)
            ConvolutionShapes.CheckBias(in steps, "ConvTranspose", in inputs[2], x[1]);
        return x;
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape y = ref call.InputShape(0);
        ConvolutionSize size = steps.SizeOf(y[0], in call.InputShape(1), plane, steps.PlaneOf(in y));
        ConvolutionPass.ToInput(in size, call.Input(0), call.Input(1), call.InputCount > 2 ? call.Input(2) : default, call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> xBar = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, Convolution<T>.Of(xBar, call.Input(1), null, steps));
        if (call.Wants(1))
            call.Add(1, ConvolutionWeight<T>.Of(xBar, call.Input(0), steps, steps.PlaneOf(in call.InputShape(1))));
        if (call.InputCount > 2 && call.Wants(2))
            call.Add(2, Convolution<T>.ChannelSums(xBar));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), null, steps, plane));
        if (call.Moves(1))
            call.Add(Of(call.Input(0), call.Tangent(1), null, steps, plane));
        if (call.InputCount > 2 && call.Moves(2))
            call.Add(Convolution<T>.AlongPlanes(call.Tangent(2), steps.Axes));
    }

    public Variable<T> Batch(in BatchCall<T> call)
    {
        if (!call.IsBatched(1) && (call.InputCount < 3 || !call.IsBatched(2)))
            return Convolution<T>.Unfolded(in call, Of(Convolution<T>.Folded(call.Input(0)), call.Input(1), call.InputCount > 2 ? call.Input(2) : null, steps, plane));
        Variable<T>? bias = call.InputCount > 2 ? Ops.Reshape(call.Batched(2), new Shape(call.Size * call.InputShape(2)[0])) : null;
        Variable<T> x = Of(Convolution<T>.Together(call.Batched(0)), Convolution<T>.Folded(call.Batched(1)), bias, steps with { Groups = steps.Groups * call.Size }, plane);
        return Convolution<T>.Apart(x, call.Size);
    }

    private static WorkedCase<T> Line(Shape x, Shape weight, bool bias = false, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1) =>
        Case(
            $"ConvTranspose1d({x}, {weight}, bias {bias}, {stride}, {padding}, {outputPadding}, {dilation}, {groups})",
            v => Ops.ConvTranspose1d(v[0], v[1], bias ? v[2] : null, stride, padding, outputPadding, dilation, groups),
            ConvolutionSteps.OfLine(stride, padding, dilation, groups),
            new Extent(0, outputPadding),
            x,
            weight,
            bias);

    private static WorkedCase<T> Plane(
        Shape x, Shape weight, bool bias = false, Extent? stride = null, Extent? padding = null, Extent? outputPadding = null, Extent? dilation = null, int groups = 1) =>
        Case(
            $"ConvTranspose2d({x}, {weight}, bias {bias}, {stride}, {padding}, {outputPadding}, {dilation}, {groups})",
            v => Ops.ConvTranspose2d(v[0], v[1], bias ? v[2] : null, stride, padding, outputPadding, dilation, groups),
            ConvolutionSteps.OfPlane(stride, padding, dilation, groups),
            outputPadding ?? 0,
            x,
            weight,
            bias);

    private static WorkedCase<T> Case(string name, WorkedFunction<T> function, ConvolutionSteps steps, Extent outputPadding, Shape x, Shape weight, bool bias)
    {
        Shape y = ConvolutionShapes.OfInput(in steps, in x, in weight, outputPadding);
        List<WorkedInput> inputs = [new(x), new(weight)];
        if (bias)
            inputs.Add(new(new Shape(y[1])));
        return new(name, function, [.. inputs])
        {
            Reference = values =>
            {
                double[] sums = ConvolutionReference.Start(y, bias ? values[2] : null);
                ConvolutionReference.Visit(steps, y, weight, x, (i, k, j) => sums[i] += values[0][j] * values[1][k]);
                return sums;
            },
        };
    }

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, Shape x, Shape weight, params string[] words) =>
        new(name, function, new WorkedInput(x), new WorkedInput(weight)) { Refusal = words };
}
