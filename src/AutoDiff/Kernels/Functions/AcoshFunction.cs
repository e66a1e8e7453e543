using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The inverse hyperbolic cosine within 2 units in the last place: log(1 + t + sqrt(t (t + 2))) with t = x - 1, exact next to 1.
// Where the square could overflow, log(x) + log(2). NaN below 1.
internal readonly struct AcoshFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<AcoshFunction<double>>(x.First));

        TLanes one = TLanes.Constant(1), zero = TLanes.Constant(0), t = x - one;
        TLanes large = TLanes.LessThan(TLanes.Constant(Precision<T>.IsSingle ? 1073741824.0 : 18014398509481984.0), x);
        TLanes y = LogarithmSeries<T>.LogOnePlus(TLanes.Select(large, x, t + TLanes.Sqrt(t * TLanes.Select(large, zero, t + TLanes.Constant(2)))));
        y += TLanes.Select(large, TLanes.Constant(0.6931471805599453094), zero);
        y = TLanes.Select(TLanes.LessThan(x, TLanes.Constant(double.PositiveInfinity)), y, x);
        y = TLanes.Select(TLanes.Equal(x, one), zero, y);
        return TLanes.Select(TLanes.LessThan(x, one), TLanes.Constant(double.NaN), y);
    }
}
