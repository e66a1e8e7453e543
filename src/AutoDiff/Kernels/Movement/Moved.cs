using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// One contiguous run, copied or added.
internal static class Moved<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLanes>(ReadOnlySpan<T> x, Span<T> y, bool accumulate)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (accumulate)
            new BinaryKernel<T, AddFunction<T>>(y, x, y, accumulate: false).Run<TLanes>();
        else
            x.CopyTo(y);
    }
}
