using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// T's own angle; called with the scalar twin.
internal readonly struct ScalarAtan2Function<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes y, TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Create(T.Atan2(y.First, x.First));
}
