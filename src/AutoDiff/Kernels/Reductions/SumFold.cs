using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The sum of a. A sum is never -0: it starts at +0.
internal readonly struct SumFold<T> : IFold<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Take<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index)
        where TLanes : struct, ILanes<TLanes, T> => total + TLanes.Load(in a, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TakePart<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index, nuint count)
        where TLanes : struct, ILanes<TLanes, T> => total + TLanes.LoadPart(in a, index, count, TLanes.Create(Identity));
}
