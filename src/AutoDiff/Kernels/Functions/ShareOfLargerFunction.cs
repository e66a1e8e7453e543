using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// v where a > b, v / 2 where a = b, 0 where a < b; NaN where either is.
internal readonly struct ShareOfLargerFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes v, TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes atTie = TLanes.Select(TLanes.Equal(a, b), v * TLanes.Constant(0.5), TLanes.Constant(double.NaN));
        return TLanes.Select(TLanes.LessThan(b, a), v, TLanes.Select(TLanes.LessThan(a, b), TLanes.Constant(0), atTie));
    }
}
