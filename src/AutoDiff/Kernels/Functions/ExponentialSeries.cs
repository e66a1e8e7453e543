using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The parts that every function built on the exponential shares.
internal static class ExponentialSeries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // x = n ln 2 + r with |r| <= ln(2) / 2. ln 2 is split so that n times its upper part is exact:
    // 15 bits times at most 8 for float, 42 times at most 11 for double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Reduce<TLanes>(TLanes x, out TLanes n)
        where TLanes : struct, ILanes<TLanes, T>
    {
        n = TLanes.Round(x * TLanes.Constant(1.4426950408889634));
        if (Precision<T>.IsSingle)
        {
            TLanes upper = TLanes.MultiplyAdd(n, TLanes.Constant(-0.693145751953125), x);
            return TLanes.MultiplyAdd(n, TLanes.Constant(-1.428606765330187045e-6), upper);
        }

        TLanes above = TLanes.MultiplyAdd(n, TLanes.Constant(-0.69314718055989033019), x);
        return TLanes.MultiplyAdd(n, TLanes.Constant(-5.4979230187083711552e-14), above);
    }

    // e^r - 1 = r + r^2 q(r) for |r| <= ln(2) / 2, exact to 0.23 half units in the last place (float; double 0.16) before rounding.
    // The coefficients are a minimax fit of q; even and odd powers run as two chains to halve the latency.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ExpMinusOne<TLanes>(TLanes r)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes square = r * r, even, odd;
        if (Precision<T>.IsSingle)
        {
            even = TLanes.Constant(0.001394640853).Horner(square, 0.04166628176).Horner(square, 0.5000000063);
            odd = TLanes.Constant(0.008366582808).Horner(square, 0.1666654303);
        }
        else
        {
            even = TLanes.Constant(2.76263273406100711e-7).Horner(square, 0.0000248015044436050128)
                .Horner(square, 0.00138888889323811697).Horner(square, 0.0416666666665736152).Horner(square, 0.500000000000000555);
            odd = TLanes.Constant(2.51144622104778099e-8).Horner(square, 2.75572279870169789e-6)
                .Horner(square, 0.000198412699029947226).Horner(square, 0.00833333333331460749).Horner(square, 0.16666666666666686);
        }

        return TLanes.MultiplyAdd(square, TLanes.MultiplyAdd(odd, r, even), r);
    }
}
