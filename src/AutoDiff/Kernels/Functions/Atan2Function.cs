using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The angle of (x, y) within 2 units in the last place, in [-pi, pi], signed zeros and infinities as in IEEE 754-2019, 9.2;
// NaN where either is NaN.
internal readonly struct Atan2Function<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes y, TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return PerLane<T>.Map<TLanes, ScalarAtan2Function<T>>(y, x);

        // Two zeros have no direction and two infinities that of the diagonal; of very large numbers the sum would overflow.
        TLanes up = TLanes.Abs(y), across = TLanes.Abs(x), infinity = TLanes.Constant(double.PositiveInfinity), one = TLanes.Constant(1);
        TLanes both = TLanes.Equal(TLanes.Min(up, across), infinity), nothing = TLanes.Equal(TLanes.Max(up, across), TLanes.Constant(0));
        TLanes scale = TLanes.Select(TLanes.LessThan(TLanes.Constant(Precision<T>.IsSingle ? 1e38 : 1e308), TLanes.Max(up, across)), TLanes.Constant(0.25), one);
        up = TLanes.Select(both, one, up * scale);
        across = TLanes.Select(both, one, TLanes.Select(nothing, one, across * scale));
        TLanes angle = ArcTangentSeries<T>.Angle(up, across);
        TLanes left = TLanes.LessThan(TLanes.CopySign(one, x), TLanes.Constant(0));
        TLanes pi, rest;
        if (Precision<T>.IsSingle)
            (pi, rest) = (TLanes.Constant(3.1415927410125732), TLanes.Constant(-8.742278000372485e-08));
        else
            (pi, rest) = (TLanes.Constant(3.141592653589793), TLanes.Constant(1.2246467991473532e-16));
        return TLanes.CopySign(TLanes.Select(left, pi - (angle - rest), angle), y);
    }
}
