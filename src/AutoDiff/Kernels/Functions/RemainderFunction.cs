using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a - b floor(a / b), exact, by T's own scalar function, lane by lane.
internal readonly struct RemainderFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => PerLane<T>.Map<TLanes, ScalarRemainderFunction<T>>(a, b);
}
