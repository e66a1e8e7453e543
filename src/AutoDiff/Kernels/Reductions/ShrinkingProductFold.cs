using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The product of the factors in a that make it smaller, by magnitude: no product of some of all the factors is nearer to 0.
internal readonly struct ShrinkingProductFold<T> : IFold<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Take<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index)
        where TLanes : struct, ILanes<TLanes, T> => total * Shrinking(TLanes.Load(in a, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TakePart<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index, nuint count)
        where TLanes : struct, ILanes<TLanes, T> => total * Shrinking(TLanes.LoadPart(in a, index, count, TLanes.Create(Identity)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Shrinking<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Min(TLanes.Abs(x), TLanes.Create(T.One));
}
