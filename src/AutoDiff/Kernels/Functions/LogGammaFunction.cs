using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The logarithm of |gamma(x)|, lane by lane.
internal readonly struct LogGammaFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => PerLane<T>.Map<TLanes, ScalarLogGammaFunction<T>>(x);
}
