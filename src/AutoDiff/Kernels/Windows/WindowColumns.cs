using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// What windows see, laid out as a matrix [taps, places]: row (channel, tap high, tap wide) holds the element under that tap at each place,
// zero in the padding. Places are counted row by row; a matrix holds `count` of them, from `first` on.
internal static class WindowColumns
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gather<T>(in ConvolutionSize size, ReadOnlySpan<T> planes, int first, int count, Span<T> columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WindowAxis height = size.Height, width = size.Width;
        int kernel = size.Kernel, taps = size.Taps;
        for (int tap = 0; tap < taps; tap++)
        {
            ReadOnlySpan<T> plane = planes.Slice(tap / kernel * size.InputPlane, size.InputPlane);
            int down = height.Offset(tap % kernel / width.Kernel), across = width.Offset(tap % width.Kernel);
            width.Inside(tap % width.Kernel, out int inside, out int outside);
            int row = first / width.Places, start = first % width.Places;
            for (int at = tap * count, end = at + count; at < end; row++, start = 0)
            {
                int stop = Math.Min(width.Places, start + end - at), line = (row * height.Stride) + down;
                Span<T> to = columns.Slice(at, stop - start);
                at += stop - start;
                if ((uint)line >= (uint)height.Length || Math.Max(start, inside) >= Math.Min(stop, outside))
                {
                    to.Clear();
                    continue;
                }

                int from = Math.Max(start, inside), until = Math.Min(stop, outside);
                to[..(from - start)].Clear();
                to[(until - start)..].Clear();
                ReadOnlySpan<T> source = plane[((line * width.Length) + (from * width.Stride) + across)..];
                to = to[(from - start)..(until - start)];
                if (width.Stride == 1)
                {
                    source[..to.Length].CopyTo(to);
                    continue;
                }

                for (int i = 0, element = 0; i < to.Length; i++, element += width.Stride)
                    to[i] = source[element];
            }
        }
    }

    // The transpose: every entry is added to the element that it came from; what stands for padding is dropped.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Scatter<T>(in ConvolutionSize size, ReadOnlySpan<T> columns, int first, int count, Span<T> planes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WindowAxis height = size.Height, width = size.Width;
        int kernel = size.Kernel, taps = size.Taps;
        for (int tap = 0; tap < taps; tap++)
        {
            Span<T> plane = planes.Slice(tap / kernel * size.InputPlane, size.InputPlane);
            int down = height.Offset(tap % kernel / width.Kernel), across = width.Offset(tap % width.Kernel);
            width.Inside(tap % width.Kernel, out int inside, out int outside);
            int row = first / width.Places, start = first % width.Places;
            for (int at = tap * count, end = at + count; at < end; row++, start = 0)
            {
                int stop = Math.Min(width.Places, start + end - at), line = (row * height.Stride) + down;
                int from = Math.Max(start, inside), until = Math.Min(stop, outside);
                at += stop - start;
                if ((uint)line >= (uint)height.Length || from >= until)
                    continue;
                ReadOnlySpan<T> source = columns[(at - stop + from)..(at - stop + until)];
                Span<T> to = plane[((line * width.Length) + (from * width.Stride) + across)..];
                if (width.Stride == 1)
                {
                    Elementwise.Map<T, IdentityFunction<T>>(source, to[..source.Length], accumulate: true);
                    continue;
                }

                for (int i = 0, element = 0; i < source.Length; i++, element += width.Stride)
                    to[element] += source[i];
            }
        }
    }
}
