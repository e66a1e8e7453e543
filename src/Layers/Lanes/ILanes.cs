using System.Numerics;

namespace AutoDiff.Layers;

// A few neighbouring elements that are computed together. A formula written on lanes runs on a whole vector and, for the
// rest of an array and for element types without vectors, on one element: with the same bits, since every operation
// rounds once and none is fused.
internal interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf All(T value);

    static abstract TSelf Load(ref T first, int offset);

    static abstract TSelf Sqrt(TSelf x);

    // NaN where either is NaN.
    static abstract TSelf Max(TSelf a, TSelf b);

    // NaN where either is NaN.
    static abstract TSelf Min(TSelf a, TSelf b);

    void Store(ref T first, int offset);
}
