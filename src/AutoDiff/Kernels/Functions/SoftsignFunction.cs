using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x / (1 + |x|), within 1.5 units in the last place; 1 and -1 at the infinities, NaN stays NaN.
internal readonly struct SoftsignFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes bounded = TLanes.Bound(x, Precision<T>.IsSingle ? -1e30 : -1e300, Precision<T>.IsSingle ? 1e30 : 1e300);
        return bounded / (TLanes.Constant(1) + TLanes.Abs(bounded));
    }
}
