using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels;

// The first few lanes of 256 bits from and to memory: masked instructions where they exist, else through the stack.
// The address is pinned for the one instruction that needs a pointer.
internal static unsafe class Part256
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(ref readonly T source, nuint index, nuint count, Vector256<T> rest)
        where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* address = &source)
            {
                return typeof(T) == typeof(float)
                    ? Vector256.ConditionalSelect(MaskSingle(count), Avx.MaskLoad((float*)address + index, MaskSingle(count)), rest.AsSingle()).As<float, T>()
                    : Vector256.ConditionalSelect(MaskDouble(count), Avx.MaskLoad((double*)address + index, MaskDouble(count)), rest.AsDouble()).As<double, T>();
            }
        }

        Vector256<T> value = rest;
        Memory(in source, index, count).CopyTo(Lanes(ref value));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> value, ref T destination, nuint index, nuint count)
        where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* address = &destination)
                Store(value, address + index, (int)count);
            return;
        }

        Lanes(ref value)[..(int)count].CopyTo(Memory(in destination, index, count));
    }

    // A masked store takes some processors as long as twenty whole ones; the powers of two in the count take a branch each, nearly always predicted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> value, T* destination, int count)
        where T : unmanaged
    {
        if (count == Vector256<T>.Count)
        {
            value.Store(destination);
            return;
        }

        Vector128<T> rest = value.GetLower();
        if ((count & Vector128<T>.Count) != 0)
        {
            rest.Store(destination);
            destination += Vector128<T>.Count;
            rest = value.GetUpper();
        }

        if (typeof(T) == typeof(float) && (count & 2) != 0)
        {
            *(double*)destination = rest.AsDouble().ToScalar();
            destination += 2;
            rest = Vector128.Create(rest.AsDouble().GetElement(1)).As<double, T>();
        }

        if ((count & 1) != 0)
            *destination = rest.ToScalar();
    }

    private static Span<T> Memory<T>(ref readonly T first, nuint index, nuint count)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.AsRef(in first), index), (int)count);

    private static Span<T> Lanes<T>(ref Vector256<T> value)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<Vector256<T>, T>(ref value), Vector256<T>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MaskSingle(nuint count)
        => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> MaskDouble(nuint count)
        => Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();
}
