using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The parts that the error function and the normal distribution share.
internal static class ErrorSeries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Beyond this size e^-x² is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Size<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Bound(TLanes.Abs(x), 0, Precision<T>.IsSingle ? 11 : 28);

    // The same for e^-x²/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes NormalSize<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Bound(TLanes.Abs(x), 0, Precision<T>.IsSingle ? 15 : 39);

    // e^-ab within 2 units in the last place: what the product's rounding lost comes back as a factor.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ExpOfMinusProduct<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes product = a * b, e = ExpFunction<T>.Invoke(-product);
        return TLanes.MultiplyAdd(e, -TLanes.FusedMultiplyAdd(a, b, -product), e);
    }

    // e^x² erfc(x) for x >= 0, as a polynomial in t = (x - k) / (x + k) over 1 + 2x: Shepherd and Laframboise, "Chebyshev approximation of
    // (1 + 2x) exp(x²) erfc x" (1981). Interpolated in the zeros of a Chebyshev polynomial up to where erfc(x) is 0, exact to 0.2 half
    // units in the last place (float; double 0.7) before rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ScaledComplement<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes k = TLanes.Constant(Precision<T>.IsSingle ? 2 : 4), t = (x - k) / (x + k);
        TLanes p = Precision<T>.IsSingle
            ? TLanes.Constant(2.299568454e-5).Horner(t, -0.000370280981).Horner(t, -0.001250953712).Horner(t, 0.00128016806)
                .Horner(t, 0.00863850709).Horner(t, -0.008047373481).Horner(t, -0.05420541611).Horner(t, 0.1640535936)
                .Horner(t, -0.1660313243).Horner(t, -0.0927639157).Horner(t, 1.276978391)
            : TLanes.Constant(-8.839588531018938e-09).Horner(t, -9.264143218123554e-09).Horner(t, 1.0181395436773061e-07).Horner(t, 5.837598896487185e-08)
                .Horner(t, -8.190309817091013e-07).Horner(t, 3.1038528642409517e-07).Horner(t, 5.707213310230313e-06).Horner(t, -1.123230625304648e-05)
                .Horner(t, -2.4398870585882423e-05).Horner(t, 0.00015062572951448375).Horner(t, -0.00019925659611472923).Horner(t, -0.000757774312807002)
                .Horner(t, 0.005031969929432887).Horner(t, -0.01619773389617134).Horner(t, 0.037167515545480215).Horner(t, -0.06633036582716699)
                .Horner(t, 0.09373283499776254).Horner(t, -0.10103906603559087).Horner(t, 0.06809705425470951).Horner(t, 0.015379652102606384)
                .Horner(t, -0.13962111684056264).Horner(t, 1.2329951186255526);
        return p / (x + x + TLanes.Constant(1));
    }

    // erf(x) / x - 1 for |x| <= 1, from z = x²; interpolated likewise.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Near<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes, T> => Precision<T>.IsSingle
        ? TLanes.Constant(7.875875063e-5).Horner(z, -0.0008016864287).Horner(z, 0.005189087423).Horner(z, -0.02685421201)
            .Horner(z, 0.1128359472).Horner(z, -0.3761262667).Horner(z, 0.1283791658)
        : TLanes.Constant(-7.795898827002142e-10).Horner(z, 1.3720064546777686e-08).Horner(z, -1.6208483801871705e-07).Horner(z, 1.6447424703317362e-06)
            .Horner(z, -1.492473690741966e-05).Horner(z, 0.00012055294904839707).Horner(z, -0.0008548325975389692).Horner(z, 0.0052239776071164225)
            .Horner(z, -0.02686617064323777).Horner(z, 0.11283791670945006).Horner(z, -0.37612638903183543).Horner(z, 0.12837916709551256);
}
