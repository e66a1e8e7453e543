using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// An operand as long as the result. Lanes past its end are 1, which no function finds special.
internal readonly struct WholeOperand<T> : IOperand<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly T source, nuint index)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Load(in source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T At(ref T source, nuint index) => ref Unsafe.Add(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadPart<TLanes>(ref readonly T source, nuint count)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.LoadPart(in source, 0, count, TLanes.Constant(1));
}
