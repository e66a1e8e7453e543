using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a * b + c, rounded once.
internal readonly struct FusedMultiplyAddFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b, TLanes c)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.FusedMultiplyAdd(a, b, c);
}
