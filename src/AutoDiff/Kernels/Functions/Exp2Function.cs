using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// 2^x within 1.5 units in the last place, exact where x is whole, denormal results included; 0 at -infinity, NaN stays NaN.
internal readonly struct Exp2Function<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(T.Exp2(x.First));

        // Beyond these bounds every result is 0 or infinite.
        TLanes bounded = Precision<T>.IsSingle ? TLanes.Bound(x, -151, 129) : TLanes.Bound(x, -1076, 1025);
        TLanes n = TLanes.Round(bounded), r = (bounded - n) * TLanes.Constant(0.6931471805599453094);
        return TLanes.ScaleByPowerOfTwo(ExponentialSeries<T>.ExpMinusOne(r) + TLanes.Constant(1), n);
    }
}
