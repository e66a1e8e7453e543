using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The sum of (a - b)^2.
internal readonly struct SquaredDifferenceFold<T> : IFold<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Take<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index)
        where TLanes : struct, ILanes<TLanes, T> => Add(total, TLanes.Load(in a, index) - TLanes.Load(in b, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TakePart<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index, nuint count)
        where TLanes : struct, ILanes<TLanes, T>
        => Add(total, TLanes.LoadPart(in a, index, count, TLanes.Create(Identity)) - TLanes.LoadPart(in b, index, count, TLanes.Create(Identity)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Add<TLanes>(TLanes total, TLanes difference)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.MultiplyAdd(difference, difference, total);
}
