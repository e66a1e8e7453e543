using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// c (a - b).
internal readonly struct ScaledDifferenceFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b, TLanes c)
        where TLanes : struct, ILanes<TLanes, T> => c * (a - b);
}
