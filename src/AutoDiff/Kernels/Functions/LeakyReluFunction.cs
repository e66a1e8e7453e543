using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x where it is positive, else slope times x; NaN stays NaN.
internal readonly struct LeakyReluFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.LessThan(TLanes.Constant(0), x), x, slope * x);
}
