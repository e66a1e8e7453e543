using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The parts that every logarithm shares.
internal static class LogarithmSeries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A positive normal x as 2^k (1 + f), 1 + f between sqrt(1/2) and sqrt(2); f is exact.
    // Adding (1 - sqrt(1/2)), as bits, makes the exponent field change at sqrt(1/2) instead of at 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Split<TLanes>(TLanes x, out TLanes k)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (Precision<T>.IsSingle)
        {
            TLanes moved = TLanes.AddBits(x, TLanes.FromBits(0x3F800000 - 0x3F3504F3));
            TLanes mantissa = TLanes.AddBits(TLanes.And(moved, TLanes.FromBits(0x007FFFFF)), TLanes.FromBits(0x3F3504F3));

            // 2^23 with the biased exponent in its lowest bits is 2^23 plus that number.
            k = TLanes.Or(TLanes.ShiftBitsRight(moved, 23), TLanes.FromBits(0x4B000000)) - TLanes.Constant(8388608 + 127);
            return mantissa - TLanes.Constant(1);
        }
        else
        {
            TLanes moved = TLanes.AddBits(x, TLanes.FromBits(0x3FF0000000000000 - 0x3FE6A09E667F3BCD));
            TLanes mantissa = TLanes.AddBits(TLanes.And(moved, TLanes.FromBits(0x000FFFFFFFFFFFFF)), TLanes.FromBits(0x3FE6A09E667F3BCD));
            k = TLanes.Or(TLanes.ShiftBitsRight(moved, 52), TLanes.FromBits(0x4330000000000000)) - TLanes.Constant(4503599627370496.0 + 1023);
            return mantissa - TLanes.Constant(1);
        }
    }

    // k ln 2 + log(1 + f) + correction, the correction being far below f's last place.
    // log(1 + f) = 2 atanh(s), s = f / (2 + f), written as f - (f^2/2 - s (f^2/2 + z R(z))), z = s^2, so that the leading term is exact:
    // W. J. Cody's form, as in FDLIBM's e_log.c. R is a minimax fit, exact to 0.02 half units in the last place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes f, TLanes k, TLanes correction)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes s = f / (f + TLanes.Constant(2));
        TLanes z = s * s, half = TLanes.Constant(0.5) * f * f, series, low, high;
        if (Precision<T>.IsSingle)
        {
            series = TLanes.Constant(0.2987310494).Horner(z, 0.3997749537).Horner(z, 0.666667767);
            (high, low) = (TLanes.Constant(0.693145751953125), TLanes.Constant(1.428606765330187045e-6));
        }
        else
        {
            TLanes zz = z * z;
            TLanes even = TLanes.Constant(0.14797506715509983).Horner(zz, 0.181835697314500137).Horner(zz, 0.285714287432596194).Horner(zz, 0.666666666666673489);
            TLanes odd = TLanes.Constant(0.15313903396259541).Horner(zz, 0.222221984762114356).Horner(zz, 0.399999999994111114);
            series = TLanes.MultiplyAdd(odd, z, even);
            (high, low) = (TLanes.Constant(0.69314718055989033019), TLanes.Constant(5.4979230187083711552e-14));
        }

        TLanes inner = TLanes.MultiplyAdd(s, TLanes.MultiplyAdd(z, series, half), TLanes.MultiplyAdd(k, low, correction));
        return TLanes.MultiplyAdd(k, high, f - (half - inner));
    }

    // log(1 + x) for finite x > -1. Where 1 + x needs no exponent, f is x itself, however small;
    // elsewhere the part of x that 1 + x rounded away comes back as a correction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LogOnePlus<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Constant(1), zero = TLanes.Constant(0);
        TLanes sum = one + x;
        TLanes f = Split(sum, out TLanes k);
        TLanes near = TLanes.Equal(k, zero);

        // Both differences are exact: of x's larger half the one, of x's smaller half the other.
        TLanes lost = TLanes.Select(TLanes.LessThan(one, sum), one - (sum - x), x - (sum - one));
        return Log(TLanes.Select(near, x, f), k, TLanes.Select(near, zero, lost / sum));
    }

    // log(1 + x) for x from 0 to 1: k is 0 or 1, so nothing need be taken from bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LogOnePlusFraction<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Constant(1), zero = TLanes.Constant(0);
        TLanes near = TLanes.LessThan(x, TLanes.Constant(0.4142135623730950488));

        // Where 1 + x is halved, f = (x - 1) / 2 rounds only for x < 1/2; what it lost counts 1 / (1 + x), about 0.7 there.
        TLanes less = x - one;
        TLanes lost = (x - (less + one)) * TLanes.Constant(0.7);
        return Log(
            TLanes.Select(near, x, less * TLanes.Constant(0.5)),
            TLanes.Select(near, zero, one),
            TLanes.Select(near, zero, lost));
    }
}
