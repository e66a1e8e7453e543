using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// log(e^a + e^b) within 2 units in the last place of the larger input or the result: the larger plus log(1 + e^-|a - b|).
// Equal infinities have no difference, and need none.
internal readonly struct LogAddExpFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes larger = TLanes.Max(a, b), infinite = TLanes.Equal(TLanes.Abs(larger), TLanes.Constant(double.PositiveInfinity));
        TLanes e = ExpFunction<T>.Invoke(-TLanes.Abs(a - b));
        TLanes rest = Precision<T>.IsVectorised ? LogarithmSeries<T>.LogOnePlusFraction(e) : TLanes.Create(PerLane<T>.InDouble<Log1pFunction<double>>(e.First));
        return TLanes.Select(infinite, larger, larger + rest);
    }
}
