using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The scalar twin: one value. It serves every T, and for float and double it computes the same bits as the vectors.
// A mask is 1 or 0.
internal readonly struct Lanes1<T>(T value) : ILanes<Lanes1<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _value = value;

    public static bool IsAccelerated
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    public T First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator +(Lanes1<T> a, Lanes1<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> a, Lanes1<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator *(Lanes1<T> a, Lanes1<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator /(Lanes1<T> a, Lanes1<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Create(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Constant(double value) => new(Precision<T>.Round(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> FromBits(long bits) => Of(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Load(ref readonly T source, nuint index) => new(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> LoadPart(ref readonly T source, nuint index, nuint count, Lanes1<T> rest) => count == 0 ? rest : Load(in source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1<T> value, ref T destination, nuint index) => Unsafe.Add(ref destination, index) = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(Lanes1<T> value, ref T destination, nuint index, nuint count)
    {
        if (count > 0)
            Store(value, ref destination, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> MultiplyAdd(Lanes1<T> a, Lanes1<T> b, Lanes1<T> c) => new(T.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> FusedMultiplyAdd(Lanes1<T> a, Lanes1<T> b, Lanes1<T> c) => new(T.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes1<T> Horner(Lanes1<T> x, double coefficient) => MultiplyAdd(this, x, Constant(coefficient));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Min(Lanes1<T> a, Lanes1<T> b) => new(T.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Max(Lanes1<T> a, Lanes1<T> b) => new(T.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Bound(Lanes1<T> x, double low, double high)
    {
        T floor = Precision<T>.Round(low), ceiling = Precision<T>.Round(high);
        return x._value < floor ? new(floor) : x._value > ceiling ? new(ceiling) : x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Abs(Lanes1<T> x) => new(T.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Sqrt(Lanes1<T> x) => new(T.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Floor(Lanes1<T> x) => new(T.Floor(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Round(Lanes1<T> x) => new(T.Round(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> CopySign(Lanes1<T> magnitude, Lanes1<T> sign) => new(T.CopySign(magnitude._value, sign._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> LessThan(Lanes1<T> a, Lanes1<T> b) => Mask(a._value < b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Equal(Lanes1<T> a, Lanes1<T> b) => Mask(a._value == b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Select(Lanes1<T> mask, Lanes1<T> whenTrue, Lanes1<T> whenFalse) => T.IsZero(mask._value) ? whenFalse : whenTrue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes1<T> mask) => !T.IsZero(mask._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lanes1<T> mask) => Any(mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> And(Lanes1<T> a, Lanes1<T> b) => Of(a.Bits() & b.Bits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Or(Lanes1<T> a, Lanes1<T> b) => Of(a.Bits() | b.Bits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> Xor(Lanes1<T> a, Lanes1<T> b) => Of(a.Bits() ^ b.Bits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> AddBits(Lanes1<T> a, Lanes1<T> b) => Of(a.Bits() + b.Bits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ShiftBitsLeft(Lanes1<T> x, int count) => Of(x.Bits() << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ShiftBitsRight(Lanes1<T> x, int count) => Of(x.Bits() >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ScaleByPowerOfTwo(Lanes1<T> x, Lanes1<T> n) => PowerOfTwo<T>.Scale(x, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1<T> ScaleByNormalPowerOfTwo(Lanes1<T> x, Lanes1<T> n) => x * PowerOfTwo<T>.Of(n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Reduce<TCombine>(Lanes1<T> x) where TCombine : struct, IBinary<T> => x._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes1<T> Mask(bool condition) => new(condition ? T.One : T.Zero);

    // Floats keep their 32 bits in the lower half, zero-extended, so that a logical shift to the right is right for both types.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Bits() => typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(_value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<T, long>(_value)
        : throw new NotSupportedException($"{typeof(T)} has no bit operations.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes1<T> Of(long bits) => typeof(T) == typeof(float) ? new(Unsafe.BitCast<int, T>((int)bits))
        : typeof(T) == typeof(double) ? new(Unsafe.BitCast<long, T>(bits))
        : throw new NotSupportedException($"{typeof(T)} has no bit operations.");
}
