using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The natural logarithm within 1 unit in the last place.
internal readonly struct LogFunction<T> : IUnary<T>, ILogarithm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> =>
        Precision<T>.IsVectorised ? Logarithm<T, LogFunction<T>>.Of(x) : TLanes.Create(T.Log(x.First));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes f, TLanes k)
        where TLanes : struct, ILanes<TLanes, T> => LogarithmSeries<T>.Log(f, k, TLanes.Constant(0));
}
