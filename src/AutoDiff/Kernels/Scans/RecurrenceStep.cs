using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a previous + b, rounded once where the hardware fuses.
internal readonly struct RecurrenceStep<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes previous, TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.MultiplyAdd(a, previous, b);
}
