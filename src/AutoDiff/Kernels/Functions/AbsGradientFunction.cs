using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v * sign(x): 0 at x = 0, where the subgradient is chosen, and NaN where x is.
internal readonly struct AbsGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Constant(0);
        return TLanes.Select(TLanes.LessThan(x, zero), -v, TLanes.Select(TLanes.LessThan(zero, x), v, TLanes.Abs(x)));
    }
}
