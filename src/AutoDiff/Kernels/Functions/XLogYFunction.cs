using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x log(y), and 0 where x = 0, unless y is NaN.
internal readonly struct XLogYFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x, TLanes y)
        where TLanes : struct, ILanes<TLanes, T> =>
            TLanes.Select(TLanes.Equal(x, TLanes.Constant(0)), TLanes.Select(TLanes.Equal(y, y), TLanes.Constant(0), y), x * LogFunction<T>.Invoke(y));
}
