using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// log(1 + x) within 2 units in the last place, near 0 as well; -infinity at -1, NaN below -1, -0 stays -0.
internal readonly struct Log1pFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(T.LogP1(x.First));

        TLanes zero = TLanes.Constant(0), minusOne = TLanes.Constant(-1);
        TLanes y = LogarithmSeries<T>.LogOnePlus(x);
        y = TLanes.Select(TLanes.LessThan(x, TLanes.Constant(double.PositiveInfinity)), y, x);
        y = TLanes.Select(TLanes.LessThan(x, minusOne), TLanes.Constant(double.NaN), y);
        y = TLanes.Select(TLanes.Equal(x, minusOne), TLanes.Constant(double.NegativeInfinity), y);
        return TLanes.Select(TLanes.Equal(x, zero), x, y);
    }
}
