using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The sums that the softmax family needs of a line, without overflow.
internal static class SoftmaxLines<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Exponentials are kept on the stack, so many at a time.
    public const int ChunkSize = 256;

    // The largest element, 0 where it is not finite: then the exponentials themselves tell infinities and NaN apart.
    public static T Largest<TLanes>(ReadOnlySpan<T> x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref readonly T first = ref MemoryMarshal.GetReference(x);
        T largest = FoldTree<T, MaxFold<T>>.Run<TLanes>(in first, in first, x.Length);
        return T.IsFinite(largest) ? largest : T.Zero;
    }

    // The sum of e^(x - m). Chunk by chunk: the exponentials are not kept.
    [SkipLocalsInit]
    public static T Sum<TLanes>(ReadOnlySpan<T> x, T m)
        where TLanes : struct, ILanes<TLanes, T>
    {
        Span<T> exponentials = stackalloc T[ChunkSize];
        T sum = T.Zero;
        for (int start = 0; start < x.Length; start += ChunkSize)
        {
            Span<T> chunk = exponentials[..Math.Min(ChunkSize, x.Length - start)];
            sum += SumInto<TLanes>(x.Slice(start, chunk.Length), m, chunk);
        }

        return sum;
    }

    // The sum of y = e^(x - m).
    public static T SumInto<TLanes>(ReadOnlySpan<T> x, T m, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        new BinaryKernel<T, ExpOfDifferenceFunction<T>>(x, new ReadOnlySpan<T>(in m), y, accumulate: false).Run<TLanes>();
        ref readonly T first = ref MemoryMarshal.GetReference(y);
        return FoldTree<T, SumFold<T>>.Run<TLanes>(in first, in first, y.Length);
    }
}
