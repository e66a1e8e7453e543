using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The sum of a * b.
internal readonly struct DotFold<T> : IFold<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Take<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.MultiplyAdd(TLanes.Load(in a, index), TLanes.Load(in b, index), total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TakePart<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index, nuint count)
        where TLanes : struct, ILanes<TLanes, T>
        => TLanes.MultiplyAdd(TLanes.LoadPart(in a, index, count, TLanes.Create(Identity)), TLanes.LoadPart(in b, index, count, TLanes.Create(Identity)), total);
}
