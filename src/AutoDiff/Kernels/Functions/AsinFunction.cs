using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The inverse sine within 2.5 units in the last place, exactly odd; NaN outside [-1, 1].
internal readonly struct AsinFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<AsinFunction<double>>(x.First));

        TLanes size = TLanes.Abs(x), far = TLanes.LessThan(TLanes.Constant(0.5), size);
        TLanes angle = ArcSineSeries<T>.Evaluate(size, far);
        return TLanes.CopySign(TLanes.Select(far, ArcSineSeries<T>.FromQuarterTurns(TLanes.Constant(1), angle + angle), angle), x);
    }
}
