using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// log(1 + x) within 2.5 units in the last place, near 0 as well; -infinity at -1, NaN below -1, -0 stays -0, NaN stays NaN.
internal readonly struct Log1pFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<Log1pFunction<double>>(x.First));

        // Infinity, NaN and everything up to -1 are rare and pay for themselves.
        TLanes minusOne = TLanes.Constant(-1);
        TLanes ordinary = TLanes.Select(TLanes.LessThan(x, TLanes.Constant(double.PositiveInfinity)), x, minusOne);
        if (TLanes.Any(TLanes.Equal(TLanes.Max(ordinary, minusOne), minusOne)))
            return WithSpecialValues(x);
        return TLanes.Select(TLanes.Equal(x, TLanes.Constant(0)), x, LogarithmSeries<T>.LogOnePlus(x));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes WithSpecialValues<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes minusOne = TLanes.Constant(-1);
        TLanes y = TLanes.Select(TLanes.Equal(x, TLanes.Constant(0)), x, LogarithmSeries<T>.LogOnePlus(x));
        y = TLanes.Select(TLanes.LessThan(x, TLanes.Constant(double.PositiveInfinity)), y, x);
        y = TLanes.Select(TLanes.LessThan(x, minusOne), TLanes.Constant(double.NaN), y);
        return TLanes.Select(TLanes.Equal(x, minusOne), TLanes.Constant(double.NegativeInfinity), y);
    }
}
