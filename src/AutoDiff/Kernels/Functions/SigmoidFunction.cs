using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// 1 / (1 + e^-x) within 2.5 units in the last place, denormal results included: with e = e^-|x| nothing overflows,
// and the result is 1 / (1 + e) on the right, e / (1 + e) on the left.
internal readonly struct SigmoidFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Constant(1);
        TLanes e = ExpFunction<T>.Invoke(-TLanes.Abs(x));
        return TLanes.Select(TLanes.LessThan(x, TLanes.Constant(0)), e, one) / (one + e);
    }
}
