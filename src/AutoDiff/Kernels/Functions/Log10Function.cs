using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The logarithm to base 10 within 2 units in the last place. log10(2) is split so that k times its upper part is exact.
internal readonly struct Log10Function<T> : IUnary<T>, ILogarithm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> =>
        Precision<T>.IsVectorised ? Logarithm<T, Log10Function<T>>.Of(x) : TLanes.Create(T.Log10(x.First));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes f, TLanes k)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Constant(0), natural = LogarithmSeries<T>.Log(f, zero, zero);
        TLanes upper, lower, high, low;
        if (Precision<T>.IsSingle)
            (upper, lower, high, low) = (
                TLanes.Constant(0.301025390625),
                TLanes.Constant(4.605038981195214e-06),
                TLanes.Constant(0.4342944920063019),
                TLanes.Constant(-1.0103049952192578e-08));
        else
            (upper, lower, high, low) = (
                TLanes.Constant(0.30102999566395283),
                TLanes.Constant(2.8363394551044964e-14),
                TLanes.Constant(0.4342944819032518),
                TLanes.Constant(1.098319650216765e-17));
        return TLanes.MultiplyAdd(k, upper, TLanes.MultiplyAdd(natural, high, TLanes.MultiplyAdd(natural, low, k * lower)));
    }
}
