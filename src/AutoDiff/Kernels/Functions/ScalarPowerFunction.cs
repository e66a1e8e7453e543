using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// T's own power; called with the scalar twin.
internal readonly struct ScalarPowerFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Create(T.Pow(a.First, b.First));
}
