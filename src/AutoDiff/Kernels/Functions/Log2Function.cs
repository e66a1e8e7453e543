using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The logarithm to base 2 within 2 units in the last place, exact at powers of two.
internal readonly struct Log2Function<T> : IUnary<T>, ILogarithm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> =>
        Precision<T>.IsVectorised ? Logarithm<T, Log2Function<T>>.Of(x) : TLanes.Create(T.Log2(x.First));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes f, TLanes k)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Constant(0), natural = LogarithmSeries<T>.Log(f, zero, zero);
        return Precision<T>.IsSingle
            ? TLanes.MultiplyAdd(natural, TLanes.Constant(1.4426950216293335), TLanes.MultiplyAdd(natural, TLanes.Constant(1.925963033500011e-08), k))
            : TLanes.MultiplyAdd(natural, TLanes.Constant(1.4426950408889634), TLanes.MultiplyAdd(natural, TLanes.Constant(2.0355273740931033e-17), k));
    }
}
