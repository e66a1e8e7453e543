using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The logistic function with what it leaves to 1, neither of which cancels.
internal static class LogisticParts<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // sigmoid(x), and 1 - sigmoid(x).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Split<TLanes>(TLanes x, out TLanes rest)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Constant(1), e = ExpFunction<T>.Invoke(-TLanes.Abs(x)), larger = one / (one + e), smaller = e * larger;
        TLanes left = TLanes.LessThan(x, TLanes.Constant(0));
        rest = TLanes.Select(left, larger, smaller);
        return TLanes.Select(left, smaller, larger);
    }
}
