using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The hyperbolic sine within 2.5 units in the last place, exactly odd; NaN stays NaN.
// (E + E / (E + 1)) / 2 with E = e^|x| - 1, which nothing cancels in; where E could overflow, e^|x| / 2 alone.
internal readonly struct SinhFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<SinhFunction<double>>(x.First));

        TLanes size = Precision<T>.IsSingle ? TLanes.Bound(TLanes.Abs(x), 0, 91) : TLanes.Bound(TLanes.Abs(x), 0, 712), one = TLanes.Constant(1);
        TLanes p = ExponentialSeries<T>.ExpMinusOne(ExponentialSeries<T>.Reduce(size, out TLanes n));
        TLanes e = TLanes.ScaleByPowerOfTwo(p + (one - TLanes.ScaleByPowerOfTwo(one, -n)), n);
        TLanes y = TLanes.Constant(0.5) * (e + (e / (e + one)));
        y = TLanes.Select(TLanes.LessThan(size, TLanes.Constant(40)), y, TLanes.ScaleByPowerOfTwo(p + one, n - one));
        return TLanes.CopySign(y, x);
    }
}
