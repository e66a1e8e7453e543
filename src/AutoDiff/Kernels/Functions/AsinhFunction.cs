using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The inverse hyperbolic sine within 2.5 units in the last place, exactly odd; NaN stays NaN: log(1 + x + x² / (1 + sqrt(1 + x²))).
// Where the square could overflow, and its root is x long since, log(x) + log(2).
internal readonly struct AsinhFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<AsinhFunction<double>>(x.First));

        TLanes size = TLanes.Abs(x), one = TLanes.Constant(1), zero = TLanes.Constant(0);
        TLanes large = TLanes.LessThan(TLanes.Constant(Precision<T>.IsSingle ? 1073741824.0 : 18014398509481984.0), size);
        TLanes square = TLanes.Select(large, zero, size * size);
        TLanes y = LogarithmSeries<T>.LogOnePlus(size + (square / (one + TLanes.Sqrt(one + square))));
        y += TLanes.Select(large, TLanes.Constant(0.6931471805599453094), zero);
        return TLanes.CopySign(TLanes.Select(TLanes.LessThan(size, TLanes.Constant(double.PositiveInfinity)), TLanes.Select(TLanes.Equal(size, zero), size, y), size), x);
    }
}
