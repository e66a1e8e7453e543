using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// -1, 0 or 1; zeros keep their sign and NaN stays NaN.
internal readonly struct SignFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Constant(0), one = TLanes.Constant(1);
        return TLanes.Select(TLanes.LessThan(x, zero), -one, TLanes.Select(TLanes.LessThan(zero, x), one, x));
    }
}
