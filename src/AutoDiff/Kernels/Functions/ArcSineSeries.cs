using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// What the inverse sine and cosine share.
internal static class ArcSineSeries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Up to 1/2 the inverse sine of `size` itself; beyond, that of sqrt((1 - size) / 2), which is half the angle to pi/2.
    // s + s z q(z) with z = s²: q interpolates in the zeros of a Chebyshev polynomial, exact to 0.02 half units in the last place
    // (float; double 0.05) before rounding. NaN where size exceeds 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Evaluate<TLanes>(TLanes size, TLanes far)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes z = TLanes.Select(far, (TLanes.Constant(1) - size) * TLanes.Constant(0.5), size * size);
        TLanes s = TLanes.Select(far, TLanes.Sqrt(z), size);
        TLanes q = Precision<T>.IsSingle
            ? TLanes.Constant(0.0336908472).Horner(z, 0.01714923836).Horner(z, 0.03110066274).Horner(z, 0.04459940153).Horner(z, 0.07500094543).Horner(z, 0.1666666634)
            : TLanes.Constant(0.028757851367421566).Horner(z, -0.014851887071247204).Horner(z, 0.01740087944269402).Horner(z, 0.005457506718640358)
                .Horner(z, 0.01032281435018578).Horner(z, 0.011479177415184906).Horner(z, 0.013971212973552933).Horner(z, 0.017352392720869973)
                .Horner(z, 0.02237217294214989).Horner(z, 0.030381944138531247).Horner(z, 0.04464285714635543).Horner(z, 0.07499999999998433)
                .Horner(z, 0.16666666666666669);
        return TLanes.MultiplyAdd(s * z, q, s);
    }

    // multiple · pi/2 - x, pi to twice the precision.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes FromQuarterTurns<TLanes>(TLanes multiple, TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => Precision<T>.IsSingle
        ? (multiple * TLanes.Constant(1.5707963705062866)) - (x - (multiple * TLanes.Constant(-4.3711390001862426e-08)))
        : (multiple * TLanes.Constant(1.5707963267948966)) - (x - (multiple * TLanes.Constant(6.123233995736766e-17)));
}
