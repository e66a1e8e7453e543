using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v where x > 0, else 0.
internal readonly struct ReluGradientFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.LessThan(TLanes.Constant(0), x), v, TLanes.Constant(0));
}
