using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Sine and cosine together: a cosine is a sine a quarter turn later.
internal static class CircularSeries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Up to here three parts of pi/2 leave a full-precision remainder even next to its multiples.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes IsLarge<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.LessThan(TLanes.Constant(100000), TLanes.Abs(x));

    // sin(x + quarterTurns * pi / 2). n modulo 4 chooses series and sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes x, int quarterTurns)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes n = Both(x, out TLanes sine, out TLanes cosine);
        TLanes turns = n + TLanes.Constant(quarterTurns);

        // n plus 1.5 * 2^(mantissa bits) holds n in its lowest bits: bit 1, shifted to the top, is the sign. Bit 0 chooses the series.
        TLanes signs = Precision<T>.IsSingle
            ? TLanes.ShiftBitsLeft(turns + TLanes.Constant(12582912), 30)
            : TLanes.ShiftBitsLeft(turns + TLanes.Constant(6755399441055744), 62);
        TLanes y = TLanes.Select(IsEven(turns), sine, cosine);
        return TLanes.Xor(y, TLanes.And(signs, TLanes.Constant(-0.0)));
    }

    // sin(x) / cos(x): a quarter turn on it is -cos / sin.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tangent<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes even = IsEven(Both(x, out TLanes sine, out TLanes cosine));
        return TLanes.Select(even, sine, -cosine) / TLanes.Select(even, cosine, sine);
    }

    // x = n pi/2 + r with |r| <= pi/4 (Cody and Waite): n, and sine and cosine of r.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Both<TLanes>(TLanes x, out TLanes sine, out TLanes cosine)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes n = TLanes.Round(x * TLanes.Constant(0.6366197723675814));
        TLanes r = Remainder(x, n), z = r * r;
        if (Precision<T>.IsSingle)
        {
            sine = TLanes.Constant(-0.0001951665424).Horner(z, 0.008332173563).Horner(z, -0.1666665488);
            cosine = TLanes.Constant(2.443241224e-5).Horner(z, -0.001388730986).Horner(z, 0.04166664555);
        }
        else
        {
            sine = TLanes.Constant(1.58965152932449335e-10).Horner(z, -2.50507535165957466e-8).Horner(z, 2.75573136642414979e-6)
                .Horner(z, -0.000198412698297334559).Horner(z, 0.00833333333332232814).Horner(z, -0.166666666666666317);
            cosine = TLanes.Constant(-1.13583118369754356e-11).Horner(z, 2.08756966154724304e-9).Horner(z, -2.75573141491070456e-7)
                .Horner(z, 0.0000248015872887506572).Horner(z, -0.00138888888888729008).Horner(z, 0.0416666666666665921);
        }

        // The two terms have opposite signs, so of r = -0 the sum would be +0.
        sine = TLanes.CopySign(TLanes.MultiplyAdd(r * z, sine, r), r);
        cosine = TLanes.MultiplyAdd(z * z, cosine, TLanes.MultiplyAdd(z, TLanes.Constant(-0.5), TLanes.Constant(1)));
        return n;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes IsEven<TLanes>(TLanes n)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes half = n * TLanes.Constant(0.5);
        return TLanes.Equal(half, TLanes.Floor(half));
    }

    // x - n pi/2. The first product is exact only when fused, hence the fused operation even where the hardware lacks it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Remainder<TLanes>(TLanes x, TLanes n)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes first, second, third;
        if (Precision<T>.IsSingle)
            (first, second, third) = (TLanes.Constant(-1.5707963705062866), TLanes.Constant(4.3711388286737929e-8), TLanes.Constant(1.7151245100058819e-15));
        else
            (first, second, third) = (TLanes.Constant(-1.570796326794896558), TLanes.Constant(-6.123233995736766036e-17), TLanes.Constant(1.497384904859169833e-33));
        return TLanes.FusedMultiplyAdd(n, third, TLanes.FusedMultiplyAdd(n, second, TLanes.FusedMultiplyAdd(n, first, x)));
    }
}
