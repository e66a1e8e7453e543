using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The inverse hyperbolic tangent within 3 units in the last place, exactly odd: log(1 + 2x / (1 - x)) / 2.
// Infinite at 1 and -1, NaN beyond.
internal readonly struct AtanhFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<AtanhFunction<double>>(x.First));

        TLanes size = TLanes.Abs(x), one = TLanes.Constant(1);
        TLanes y = TLanes.Constant(0.5) * LogarithmSeries<T>.LogOnePlus((size + size) / (one - size));
        y = TLanes.Select(TLanes.Equal(size, one), TLanes.Constant(double.PositiveInfinity), y);
        y = TLanes.Select(TLanes.Equal(size, TLanes.Constant(0)), size, y);
        return TLanes.CopySign(TLanes.Select(TLanes.LessThan(one, size), TLanes.Constant(double.NaN), y), x);
    }
}
