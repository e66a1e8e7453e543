using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x, or 0 where it is so small that its product with a number of the type's precision would not be normal any more: below the smallest normal number divided by
// the spacing of numbers at 1.
internal readonly struct NotVanishedFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // 2^-126 / 2^-23, 2^-1022 / 2^-52.
    private const double LeastSingle = 9.860761315262648e-32, LeastDouble = 1.0020841800044864e-292;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> =>
        TLanes.Select(TLanes.LessThan(TLanes.Abs(x), TLanes.Constant(Precision<T>.IsSingle ? LeastSingle : LeastDouble)), TLanes.Constant(0), x);
}
