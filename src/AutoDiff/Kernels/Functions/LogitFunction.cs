using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// log(x / (1 - x)) within 4 units in the last place, next to 1/2 too, where it is taken as log(1 + (2x - 1) / (1 - x)).
// -infinity at 0, infinity at 1, NaN outside.
internal readonly struct LogitFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<LogitFunction<double>>(x.First));

        TLanes one = TLanes.Constant(1), odds = x / (one - x), half = TLanes.Constant(0.5);
        TLanes near = TLanes.LessThan(TLanes.Abs(x - half), TLanes.Constant(0.08));
        TLanes y = TLanes.Select(near, LogarithmSeries<T>.Log(((x + x) - one) / (one - x), TLanes.Constant(0), TLanes.Constant(0)), LogFunction<T>.Invoke(odds));
        return TLanes.Select(TLanes.LessThan(one, x), TLanes.Constant(double.NaN), y);
    }
}
