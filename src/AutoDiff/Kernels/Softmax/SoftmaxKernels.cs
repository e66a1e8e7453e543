using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// The softmax family along the middle axis of [outer, count, inner]. Every result is computed from x less the line's largest element, so nothing overflows.
// A line with a NaN gives NaN. A line that is all -infinity has the logarithm -infinity and, having no distribution, softmax NaN.
// A line with +infinity has the logarithm +infinity, softmax NaN there and 0 elsewhere.
internal static class SoftmaxKernels
{
    // y[outer, inner] = log(sum(e^x)).
    public static void LogSumExp<T>(ReadOnlySpan<T> x, int count, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run<T, LogSumExpForm<T>>(x, count, inner, y);

    // y = e^x / sum(e^x). y may be x's memory.
    public static void Softmax<T>(ReadOnlySpan<T> x, int count, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run<T, SoftmaxForm<T>>(x, count, inner, y);

    // y = x - log(sum(e^x)). y may be x's memory.
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int count, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run<T, LogSoftmaxForm<T>>(x, count, inner, y);

    // xBar = y (yBar - sum(yBar y)), or xBar += that, where y = softmax(x). xBar may be yBar's memory.
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> yBar, ReadOnlySpan<T> y, int count, int inner, Span<T> xBar, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SoftmaxGradientKernel<T, DotFold<T>, SoftmaxGradientFunction<T>> kernel = new(yBar, y, count, inner, xBar, accumulate);
        Divided.Run<T, SoftmaxGradientKernel<T, DotFold<T>, SoftmaxGradientFunction<T>>>(ref kernel, y.Length);
    }

    // xBar = yBar - e^y sum(yBar), or xBar += that, where y = logSoftmax(x). xBar may be yBar's memory.
    public static void LogSoftmaxGradient<T>(ReadOnlySpan<T> yBar, ReadOnlySpan<T> y, int count, int inner, Span<T> xBar, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SoftmaxGradientKernel<T, SumFold<T>, LogSoftmaxGradientFunction<T>> kernel = new(yBar, y, count, inner, xBar, accumulate);
        Divided.Run<T, SoftmaxGradientKernel<T, SumFold<T>, LogSoftmaxGradientFunction<T>>>(ref kernel, y.Length);
    }

    // losses[row] = log(sum(e^x[row])) - x[row, targets[row]], in nats.
    public static void CrossEntropy<T>(ReadOnlySpan<T> x, int count, ReadOnlySpan<int> targets, Span<T> losses)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CrossEntropyKernel<T> kernel = new(x, count, targets, losses);
        Divided.Run<T, CrossEntropyKernel<T>>(ref kernel, x.Length);
    }

    // xBar[row] = (softmax(x[row]) - oneHot(targets[row])) * scales[row], or xBar += that; scales may be a single element.
    // `losses` is what CrossEntropy gave: with it one pass is enough. xBar may not be x's memory.
    public static void CrossEntropyGradient<T>(
        ReadOnlySpan<T> x, int count, ReadOnlySpan<int> targets, ReadOnlySpan<T> losses, ReadOnlySpan<T> scales, Span<T> xBar, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CrossEntropyGradientKernel<T> kernel = new(x, count, targets, losses, scales, xBar, accumulate);
        Divided.Run<T, CrossEntropyGradientKernel<T>>(ref kernel, x.Length);
    }

    private static void Run<T, TForm>(ReadOnlySpan<T> x, int count, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TForm : struct, ISoftmaxForm<T>
    {
        SoftmaxKernel<T, TForm> kernel = new(x, count, inner, y);
        Divided.Run<T, SoftmaxKernel<T, TForm>>(ref kernel, x.Length);
    }
}
