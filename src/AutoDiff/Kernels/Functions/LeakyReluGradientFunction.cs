using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v where x > 0, else slope times v.
internal readonly struct LeakyReluGradientFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.LessThan(TLanes.Constant(0), x), v, slope * v);
}
