using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The hyperbolic cosine within 2 units in the last place: w + 1 / 4w with w = e^|x| / 2, which overflows no sooner than the result. NaN stays NaN.
internal readonly struct CoshFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<CoshFunction<double>>(x.First));

        TLanes size = Precision<T>.IsSingle ? TLanes.Bound(TLanes.Abs(x), 0, 91) : TLanes.Bound(TLanes.Abs(x), 0, 712), one = TLanes.Constant(1);
        TLanes p = ExponentialSeries<T>.ExpMinusOne(ExponentialSeries<T>.Reduce(size, out TLanes n));
        TLanes w = TLanes.ScaleByPowerOfTwo(p + one, n - one);
        return w + (TLanes.Constant(0.25) / w);
    }
}
