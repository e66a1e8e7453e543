using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// One element for every lane: a broadcasting load costs what a plain one does.
internal readonly struct SingleOperand<T> : IOperand<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly T source, nuint index)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Create(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T At(ref T source, nuint index) => ref source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadPart<TLanes>(ref readonly T source, nuint count)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Create(source);
}
