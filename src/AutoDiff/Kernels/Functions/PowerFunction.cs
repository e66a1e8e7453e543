using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a to the power b by T's own scalar function, lane by lane: as accurate as the platform's, and as slow.
internal readonly struct PowerFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => PerLane<T>.Map<TLanes, ScalarPowerFunction<T>>(a, b);
}
