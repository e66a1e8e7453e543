using System.Numerics;

namespace AutoDiff.Kernels;

// One register of values: 16 floats or 8 doubles at 512 bits, down to a single value in the scalar twin.
// A mathematical function is written once over TLanes and the JIT specialises it for every width; all widths compute the same bits.
// A mask is a TSelf that only Select, Any and All understand. The bit operations exist for float and double alone.
// Every member is inlined by force: one call left in a loop spills all registers around it.
internal interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Whether this width runs T in hardware; a constant to the JIT.
    static abstract bool IsAccelerated { get; }

    static abstract int Count { get; }

    // The value in lane 0.
    T First { get; }

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf Create(T value);

    // A literal, rounded to T.
    static abstract TSelf Constant(double value);

    // A literal bit pattern of T in every lane.
    static abstract TSelf FromBits(long bits);

    static abstract TSelf Load(ref readonly T source, nuint index);

    // The first `count` lanes from memory, the others from `rest`; touches no memory beyond.
    static abstract TSelf LoadPart(ref readonly T source, nuint index, nuint count, TSelf rest);

    static abstract void Store(TSelf value, ref T destination, nuint index);

    // Writes the first `count` lanes and touches no memory beyond.
    static abstract void StorePart(TSelf value, ref T destination, nuint index, nuint count);

    // a * b + c, rounded once where the hardware fuses, twice where it does not.
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    // a * b + c, rounded once always; slow where the hardware does not fuse.
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    // One step of Horner's rule: this * x + coefficient.
    TSelf Horner(TSelf x, double coefficient);

    // IEEE 754 minimum and maximum: NaN passes, -0 is less than +0.
    static abstract TSelf Min(TSelf a, TSelf b);

    static abstract TSelf Max(TSelf a, TSelf b);

    // x moved into [low, high]; NaN stays NaN. Cheaper than Min and Max because only x may be NaN.
    static abstract TSelf Bound(TSelf x, double low, double high);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf Sqrt(TSelf x);

    static abstract TSelf Floor(TSelf x);

    // To the nearest integer, ties to even.
    static abstract TSelf Round(TSelf x);

    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    static abstract TSelf LessThan(TSelf a, TSelf b);

    static abstract TSelf Equal(TSelf a, TSelf b);

    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    static abstract bool Any(TSelf mask);

    static abstract bool All(TSelf mask);

    static abstract TSelf And(TSelf a, TSelf b);

    static abstract TSelf Or(TSelf a, TSelf b);

    static abstract TSelf Xor(TSelf a, TSelf b);

    // The lanes' bit patterns added as integers.
    static abstract TSelf AddBits(TSelf a, TSelf b);

    static abstract TSelf ShiftBitsLeft(TSelf x, int count);

    // Logical: zeros enter at the top.
    static abstract TSelf ShiftBitsRight(TSelf x, int count);

    // x * 2^n for integral n, rounded once even where the result is denormal.
    static abstract TSelf ScaleByPowerOfTwo(TSelf x, TSelf n);

    // The same where neither x nor 2^n nor the result is denormal or infinite: several instructions less where none does it alone.
    static abstract TSelf ScaleByNormalPowerOfTwo(TSelf x, TSelf n);

    // All lanes combined by a fixed tree: lane i meets lane i + Count/2, and so on down to one.
    // Halving is what makes every width the same tree.
    static abstract T Reduce<TCombine>(TSelf x) where TCombine : struct, IBinary<T>;
}
