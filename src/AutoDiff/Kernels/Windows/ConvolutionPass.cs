using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// The three products of one trilinear form, the sum over all windows and taps of x · weight · y: each gives what the other two are contracted to.
// Each is a matrix product with the columns that the windows see, a block of places at a time, so that a block stays in the cache.
internal static class ConvolutionPass
{
    // Elements of a block of columns: half of a common second-level cache in double precision.
    private const int BlockLength = 1 << 16;

    // Fewer places would not fill the matrix kernel's tiles.
    private const int FewestPlaces = 64;

    // y = x * weight + bias, or y += that. The bias, one number a channel, may be empty.
    public static void ToOutput<T>(in ConvolutionSize size, ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Start(bias, size.OutputPlane, y, accumulate);
        accumulate |= !bias.IsEmpty;
        int outputs = size.OutputsPerGroup, taps = size.Taps, plane = size.OutputPlane, places = PlacesOf(in size);
        AlignedBlocks<T> workspace = default;
        Span<T> block = size.IsPlain ? default : workspace.Take(taps * places);
        for (int image = 0; image < size.Batch * size.Groups; image++)
        {
            ReadOnlySpan<T> planes = x.Slice(image * size.GroupInput, size.GroupInput), weights = weight.Slice(image % size.Groups * size.GroupWeights, size.GroupWeights);
            Span<T> result = y.Slice(image * size.GroupOutput, size.GroupOutput);
            for (int first = 0; first < plane; first += places)
            {
                int count = Math.Min(places, plane - first);
                ReadOnlySpan<T> columns = Columns(in size, planes, first, count, block);
                if (outputs > 0)
                    MatrixProduct.Multiply(outputs, count, taps, weights, taps, false, columns, count, false, result[first..], plane, accumulate);
            }
        }
    }

    // x = the sum of y · weight over all windows that see an element, plus the bias, or x += that: the transposed convolution.
    public static void ToInput<T>(in ConvolutionSize size, ReadOnlySpan<T> y, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> x, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (bias.IsEmpty && !accumulate)
            x.Clear();
        Start(bias, size.InputPlane, x, accumulate);
        int outputs = size.OutputsPerGroup, taps = size.Taps, plane = size.OutputPlane, places = PlacesOf(in size);
        if (outputs == 0 || taps == 0)
            return;
        AlignedBlocks<T> workspace = default;
        Span<T> block = size.IsPlain ? default : workspace.Take(taps * places);
        for (int image = 0; image < size.Batch * size.Groups; image++)
        {
            ReadOnlySpan<T> weights = weight.Slice(image % size.Groups * size.GroupWeights, size.GroupWeights), source = y.Slice(image * size.GroupOutput, size.GroupOutput);
            Span<T> planes = x.Slice(image * size.GroupInput, size.GroupInput);
            for (int first = 0; first < plane; first += places)
            {
                int count = Math.Min(places, plane - first);
                if (block.IsEmpty)
                {
                    MatrixProduct.Multiply(taps, count, outputs, weights, taps, true, source[first..], plane, false, planes, count, accumulate: true);
                    continue;
                }

                MatrixProduct.Multiply(taps, count, outputs, weights, taps, true, source[first..], plane, false, block, count, accumulate: false);
                WindowColumns.Scatter(in size, block[..(taps * count)], first, count, planes);
            }
        }
    }

    // weight = the sum of x · y over all images and windows, or weight += that.
    public static void ToWeight<T>(in ConvolutionSize size, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> weight, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!accumulate)
            weight.Clear();
        int outputs = size.OutputsPerGroup, taps = size.Taps, plane = size.OutputPlane, places = PlacesOf(in size);
        if (outputs == 0 || taps == 0)
            return;
        AlignedBlocks<T> workspace = default;
        Span<T> block = size.IsPlain ? default : workspace.Take(taps * places);
        for (int image = 0; image < size.Batch * size.Groups; image++)
        {
            ReadOnlySpan<T> planes = x.Slice(image * size.GroupInput, size.GroupInput), source = y.Slice(image * size.GroupOutput, size.GroupOutput);
            Span<T> weights = weight.Slice(image % size.Groups * size.GroupWeights, size.GroupWeights);
            for (int first = 0; first < plane; first += places)
            {
                int count = Math.Min(places, plane - first);
                ReadOnlySpan<T> columns = Columns(in size, planes, first, count, block);
                MatrixProduct.Multiply(outputs, taps, count, source[first..], plane, false, columns, count, true, weights, taps, accumulate: true);
            }
        }
    }

    private static ReadOnlySpan<T> Columns<T>(in ConvolutionSize size, ReadOnlySpan<T> planes, int first, int count, Span<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (block.IsEmpty)
            return planes;
        Span<T> columns = block[..(size.Taps * count)];
        WindowColumns.Gather(in size, planes, first, count, columns);
        return columns;
    }

    // How many places a block of columns holds. A plain convolution needs no block: its columns are the planes, whole.
    private static int PlacesOf(in ConvolutionSize size)
    {
        int plane = Math.Max(1, size.OutputPlane);
        return size.IsPlain ? plane : Math.Min(plane, Math.Max(FewestPlaces, BlockLength / Math.Max(1, size.Taps) / FewestPlaces * FewestPlaces));
    }

    // Every channel's bias in all of its planes.
    private static void Start<T>(ReadOnlySpan<T> bias, int plane, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (bias.IsEmpty)
            return;
        for (int at = 0, channel = 0; at < y.Length; at += plane, channel = (channel + 1) % bias.Length)
        {
            Span<T> all = y.Slice(at, plane);
            if (accumulate)
                Elementwise.Map<T, AddFunction<T>>(all, bias.Slice(channel, 1), all);
            else
                all.Fill(bias[channel]);
        }
    }
}
