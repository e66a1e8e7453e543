using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x where it is finite, else 0.
internal readonly struct FiniteOrZeroFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.LessThan(TLanes.Abs(x), TLanes.Constant(double.PositiveInfinity)), x, TLanes.Constant(0));
}
