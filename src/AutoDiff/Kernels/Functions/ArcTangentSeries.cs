using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The angle of a direction in the first quadrant, which every inverse tangent comes down to.
internal static class ArcTangentSeries<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The angle of (across, up), neither negative, between 0 and pi/2: mirrored at the diagonal into the lower octant, then, beyond
    // pi/8, turned back by pi/4, which makes the tangent (smaller - larger) / (smaller + larger). One division serves all cases.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Angle<TLanes>(TLanes up, TLanes across)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Constant(0), larger = TLanes.Max(up, across), smaller = TLanes.Min(up, across);
        TLanes steep = TLanes.LessThan(across, up), turned = TLanes.LessThan(larger * TLanes.Constant(0.4142135623730950488), smaller);
        TLanes t = TLanes.Select(turned, smaller - larger, smaller) / TLanes.Select(turned, smaller + larger, larger);
        TLanes angle = Near(t);
        angle = TLanes.Select(steep, -angle, angle);
        TLanes high, low;
        if (Precision<T>.IsSingle)
        {
            high = TLanes.Select(turned, TLanes.Constant(0.7853981852531433), TLanes.Select(steep, TLanes.Constant(1.5707963705062866), zero));
            low = TLanes.Select(turned, TLanes.Constant(-2.1855695000931213e-08), TLanes.Select(steep, TLanes.Constant(-4.3711390001862426e-08), zero));
        }
        else
        {
            high = TLanes.Select(turned, TLanes.Constant(0.7853981633974483), TLanes.Select(steep, TLanes.Constant(1.5707963267948966), zero));
            low = TLanes.Select(turned, TLanes.Constant(3.061616997868383e-17), TLanes.Select(steep, TLanes.Constant(6.123233995736766e-17), zero));
        }

        return high + (angle + low);
    }

    // The inverse tangent of |t| <= tan(pi/8), t + t z q(z) with z = t². q interpolates in the zeros of a Chebyshev polynomial:
    // exact to 0.04 half units in the last place (float; double 0.07) before rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Near<TLanes>(TLanes t)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes z = t * t;
        TLanes q = Precision<T>.IsSingle
            ? TLanes.Constant(-0.06451597259).Horner(z, 0.1074363163).Horner(z, -0.1426394636).Horner(z, 0.1999954022).Horner(z, -0.3333333176)
            : TLanes.Constant(-0.019174543572021332).Horner(z, 0.03922974453661223).Horner(z, -0.05085383488842831).Horner(z, 0.058581362519061465)
                .Horner(z, -0.06664509989818045).Horner(z, 0.07692183087342026).Horner(z, -0.0909090457366906).Horner(z, 0.11111111015146714)
                .Horner(z, -0.1428571428466518).Horner(z, 0.19999999999995513).Horner(z, -0.3333333333333333);
        return TLanes.MultiplyAdd(t * z, q, t);
    }
}
