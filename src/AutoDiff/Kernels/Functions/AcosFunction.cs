using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The inverse cosine within 2 units in the last place; NaN outside [-1, 1].
internal readonly struct AcosFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<AcosFunction<double>>(x.First));

        TLanes size = TLanes.Abs(x), far = TLanes.LessThan(TLanes.Constant(0.5), size), left = TLanes.LessThan(x, TLanes.Constant(0));
        TLanes angle = ArcSineSeries<T>.Evaluate(size, far);
        angle = TLanes.Select(far, angle + angle, TLanes.CopySign(angle, x));
        TLanes turns = TLanes.Select(far, TLanes.Constant(2), TLanes.Constant(1));
        TLanes turned = ArcSineSeries<T>.FromQuarterTurns(turns, angle);
        return TLanes.Select(far, TLanes.Select(left, turned, angle), turned);
    }
}
