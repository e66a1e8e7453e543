using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// e^x - 1 within 2.5 units in the last place, near 0 as well: e^x - 1 = 2^n ((e^r - 1) + (1 - 2^-n)), which is exact in its second term.
// -0 stays -0, -infinity gives -1, NaN stays NaN.
internal readonly struct Expm1Function<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<Expm1Function<double>>(x.First));

        // Below the lower bound every result rounds to -1.
        TLanes bounded = Precision<T>.IsSingle ? TLanes.Bound(x, -20, 89) : TLanes.Bound(x, -40, 710);
        TLanes r = ExponentialSeries<T>.Reduce(bounded, out TLanes n), one = TLanes.Constant(1);
        TLanes y = TLanes.ScaleByPowerOfTwo(ExponentialSeries<T>.ExpMinusOne(r) + (one - TLanes.ScaleByPowerOfTwo(one, -n)), n);
        return TLanes.CopySign(y, x);
    }
}
