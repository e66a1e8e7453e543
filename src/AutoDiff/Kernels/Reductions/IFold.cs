using System.Numerics;

namespace AutoDiff.Kernels;

// What a reduction gathers. Invoke combines two partial results, in either order with the same bits.
// Folds over one array ignore b.
internal interface IFold<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The result of nothing.
    static abstract T Identity { get; }

    static abstract TLanes Take<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index) where TLanes : struct, ILanes<TLanes, T>;

    // Takes `count` elements; the other lanes keep their totals.
    static abstract TLanes TakePart<TLanes>(TLanes total, ref readonly T a, ref readonly T b, nuint index, nuint count) where TLanes : struct, ILanes<TLanes, T>;
}
