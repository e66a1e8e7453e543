using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a where the condition is not 0 (NaN counts as not 0), else b.
internal readonly struct SelectFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes condition, TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.Equal(condition, TLanes.Constant(0)), b, a);
}
