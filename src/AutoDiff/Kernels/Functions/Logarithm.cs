using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Logarithms of any base: -infinity at 0, NaN below 0, NaN stays NaN, denormal numbers as precise as others.
// x = 2^k (1 + f), where 1 + f lies between sqrt(1/2) and sqrt(2).
internal static class Logarithm<T, TBase>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TBase : struct, ILogarithm<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Everything but a positive normal number is rare and pays for itself.
        TLanes zero = TLanes.Constant(0);
        TLanes finite = TLanes.Select(TLanes.LessThan(x, TLanes.Constant(double.PositiveInfinity)), x, zero);
        if (TLanes.Any(TLanes.LessThan(finite, SmallestNormal<TLanes>())))
            return WithSpecialValues(x);
        TLanes f = LogarithmSeries<T>.Split(x, out TLanes k);
        return TBase.Combine(f, k);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes WithSpecialValues<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Denormal numbers have no exponent to extract; scaled up they have.
        TLanes zero = TLanes.Constant(0);
        TLanes tiny = TLanes.LessThan(x, SmallestNormal<TLanes>());
        TLanes scaled = TLanes.Select(tiny, x * TLanes.Constant(Precision<T>.IsSingle ? 16777216.0 : 18014398509481984.0), x);
        TLanes f = LogarithmSeries<T>.Split(scaled, out TLanes k);
        TLanes y = TBase.Combine(f, k - TLanes.Select(tiny, TLanes.Constant(Precision<T>.IsSingle ? 24 : 54), zero));

        // The bits of 0, of negative numbers, of infinity and of NaN say nothing about a logarithm.
        y = TLanes.Select(TLanes.LessThan(x, TLanes.Constant(double.PositiveInfinity)), y, x);
        y = TLanes.Select(TLanes.LessThan(x, zero), TLanes.Constant(double.NaN), y);
        return TLanes.Select(TLanes.Equal(x, zero), TLanes.Constant(double.NegativeInfinity), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SmallestNormal<TLanes>()
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Constant(Precision<T>.IsSingle ? 1.1754943508222875e-38 : 2.2250738585072014e-308);
}
