using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// The shape rules of convolutions and their errors.
internal static class ConvolutionShapes
{
    // [batch, outputs, places] of a convolution.
    public static Shape OfOutput(in ConvolutionSteps steps, in Shape x, in Shape weight)
    {
        string operation = steps.Axes == 1 ? nameof(Ops.Conv1d) : nameof(Ops.Conv2d);
        Check(operation, in steps, in x, in weight);
        if (x[1] != (long)weight[1] * steps.Groups || weight[0] % steps.Groups != 0)
            ChannelsDiffer(operation, x, weight, steps.Groups, "second length times groups", (long)weight[1] * steps.Groups);
        Extent plane = steps.PlaneOf(in x), kernel = steps.PlaneOf(in weight);
        long high = Places(plane.Height, kernel.Height, steps.Stride.Height, steps.Padding.Height, steps.Dilation.Height);
        long wide = Places(plane.Width, kernel.Width, steps.Stride.Width, steps.Padding.Width, steps.Dilation.Width);
        if (high < 1 || wide < 1)
            WindowTooLong(operation, in steps, x, weight);
        return steps.With(x[0], weight[0], new Extent(Shape.Length(high), Shape.Length(wide)));
    }

    // [batch, inputs, plane] of a transposed convolution.
    public static Shape OfInput(in ConvolutionSteps steps, in Shape y, in Shape weight, Extent outputPadding)
    {
        string operation = steps.Axes == 1 ? nameof(Ops.ConvTranspose1d) : nameof(Ops.ConvTranspose2d);
        Check(operation, in steps, in y, in weight);
        if (y[1] != weight[0] || weight[0] % steps.Groups != 0)
            ChannelsDiffer(operation, y, weight, steps.Groups, "first length", weight[0]);
        if (outputPadding.Height < 0 || outputPadding.Width < 0 || outputPadding.Height >= steps.Stride.Height || outputPadding.Width >= steps.Stride.Width)
            NotAnOutputPadding(operation, in steps, outputPadding);
        Extent plane = steps.PlaneOf(in y), kernel = steps.PlaneOf(in weight);
        long high = Length(plane.Height, kernel.Height, steps.Stride.Height, steps.Padding.Height, steps.Dilation.Height) + outputPadding.Height;
        long wide = Length(plane.Width, kernel.Width, steps.Stride.Width, steps.Padding.Width, steps.Dilation.Width) + outputPadding.Width;
        if (plane.Height < 1 || plane.Width < 1 || high < 1 || wide < 1)
            NothingLeft(operation, in steps, y, weight);
        return steps.With(y[0], Shape.Length((long)weight[1] * steps.Groups), new Extent(Shape.Length(high), Shape.Length(wide)));
    }

    public static void CheckBias(in ConvolutionSteps steps, string operation, in Shape bias, int channels)
    {
        if (bias.Rank != 1 || bias[0] != channels)
            BiasDoesNotFit($"{operation}{steps.Axes}d", bias, channels);
    }

    private static void Check(string operation, in ConvolutionSteps steps, in Shape x, in Shape weight)
    {
        if (x.Rank != steps.Axes + 2 || weight.Rank != steps.Axes + 2)
            NotAConvolution(operation, in steps, x, weight);
        (Extent stride, Extent padding, Extent dilation) = (steps.Stride, steps.Padding, steps.Dilation);
        if (Math.Min(stride.Height, stride.Width) < 1 || Math.Min(padding.Height, padding.Width) < 0 || Math.Min(dilation.Height, dilation.Width) < 1 || steps.Groups < 1)
            ImpossibleSteps(operation, in steps);
        Extent kernel = steps.PlaneOf(in weight);
        if (kernel.Height < 1 || kernel.Width < 1)
            NoWindow(operation, weight);
    }

    private static long Places(long length, long kernel, long stride, long padding, long dilation)
    {
        long slack = length + (2 * padding) - (dilation * (kernel - 1)) - 1;
        return slack < 0 ? 0 : (slack / stride) + 1;
    }

    private static long Length(long places, long kernel, long stride, long padding, long dilation) =>
        ((places - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + 1;

    private static string Plane(in ConvolutionSteps steps, string of) => steps.Axes == 1 ? $"{of} length" : $"{of} height, {of} width";

    [DoesNotReturn]
    private static void NotAConvolution(string operation, in ConvolutionSteps steps, Shape x, Shape weight) => throw new ArgumentException(
        $"{operation}: wrong number of axes: x is {x}, weight is {weight}; need x [batch, channels, {Plane(in steps, "input")}] and a weight of "
            + $"{steps.Axes + 2} axes that ends in [{Plane(in steps, "kernel")}]. Reshape?");

    [DoesNotReturn]
    private static void ImpossibleSteps(string operation, in ConvolutionSteps steps) => throw new ArgumentException(
        $"{operation}: impossible settings: stride {steps.Text(steps.Stride)}, padding {steps.Text(steps.Padding)}, dilation "
            + $"{steps.Text(steps.Dilation)}, groups {steps.Groups}; need stride, dilation and groups of 1 or more and padding of 0 or more.");

    [DoesNotReturn]
    private static void NoWindow(string operation, Shape weight) => throw new ArgumentException(
        $"{operation}: an empty window: weight is {weight}; need at least one element along every axis of the kernel.");

    [DoesNotReturn]
    private static void ChannelsDiffer(string operation, Shape x, Shape weight, int groups, string what, long channels) => throw new ArgumentException(
        $"{operation}: channels do not fit: x is {x}, weight is {weight}, groups {groups}; "
            + $"need x's channels ({x[1]}) = the weight's {what} ({channels}), and the weight's first length a multiple of the groups.");

    [DoesNotReturn]
    private static void WindowTooLong(string operation, in ConvolutionSteps steps, Shape x, Shape weight) => throw new ArgumentException(
        $"{operation}: the window is longer than the padded input: x is {x}, weight is {weight}, padding {steps.Text(steps.Padding)}, dilation "
            + $"{steps.Text(steps.Dilation)}; need dilation · (kernel - 1) + 1 <= length + 2 · padding along every axis.");

    [DoesNotReturn]
    private static void NothingLeft(string operation, in ConvolutionSteps steps, Shape x, Shape weight) => throw new ArgumentException(
        $"{operation}: nothing is left of the result: x is {x}, weight is {weight}, stride {steps.Text(steps.Stride)}, padding "
            + $"{steps.Text(steps.Padding)}; need inputs, and (length - 1) · stride + dilation · (kernel - 1) + 1 > 2 · padding along every axis.");

    [DoesNotReturn]
    private static void NotAnOutputPadding(string operation, in ConvolutionSteps steps, Extent outputPadding) => throw new ArgumentException(
        $"{operation}: impossible output padding {steps.Text(outputPadding)}: the stride is {steps.Text(steps.Stride)}; "
            + "need 0 or more and less than the stride: it chooses among the lengths that a convolution maps to this input.");

    [DoesNotReturn]
    private static void BiasDoesNotFit(string operation, Shape bias, int channels) => throw new ArgumentException(
        $"{operation}: the bias does not fit: bias is {bias}, the result has {channels} channels; need [{channels}].");
}
