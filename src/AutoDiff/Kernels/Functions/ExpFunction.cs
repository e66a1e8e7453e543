using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// e^x within 1.1 units in the last place, denormal results included; 0 at -infinity, NaN stays NaN.
// Cody and Waite, "Software Manual for the Elementary Functions" (1980), chapter 6: x = n ln 2 + r, e^x = 2^n e^r.
internal readonly struct ExpFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(T.Exp(x.First));

        // Beyond these bounds every result is 0 or infinite.
        TLanes bounded = Precision<T>.IsSingle ? TLanes.Bound(x, -104, 89) : TLanes.Bound(x, -746, 710);
        TLanes r = ExponentialSeries<T>.Reduce(bounded, out TLanes n);
        return TLanes.ScaleByPowerOfTwo(ExponentialSeries<T>.ExpMinusOne(r) + TLanes.Constant(1), n);
    }
}
