using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels;

// The first few lanes of 512 bits from and to memory: masked instructions where they exist, else through the stack.
// The address is pinned for the one instruction that needs a pointer.
internal static unsafe class Part512
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(ref readonly T source, nuint index, nuint count, Vector512<T> rest)
        where T : unmanaged
    {
        if (Avx512F.IsSupported)
        {
            fixed (T* address = &source)
            {
                return typeof(T) == typeof(float)
                    ? Avx512F.MaskLoad((float*)address + index, MaskSingle(count), rest.AsSingle()).As<float, T>()
                    : Avx512F.MaskLoad((double*)address + index, MaskDouble(count), rest.AsDouble()).As<double, T>();
            }
        }

        Vector512<T> value = rest;
        Memory(in source, index, count).CopyTo(Lanes(ref value));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> value, ref T destination, nuint index, nuint count)
        where T : unmanaged
    {
        if (Avx512F.IsSupported)
        {
            fixed (T* address = &destination)
            {
                if (typeof(T) == typeof(float))
                    Avx512F.MaskStore((float*)address + index, MaskSingle(count), value.AsSingle());
                else
                    Avx512F.MaskStore((double*)address + index, MaskDouble(count), value.AsDouble());
            }

            return;
        }

        Lanes(ref value)[..(int)count].CopyTo(Memory(in destination, index, count));
    }

    private static Span<T> Memory<T>(ref readonly T first, nuint index, nuint count)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.AsRef(in first), index), (int)count);

    private static Span<T> Lanes<T>(ref Vector512<T> value)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<Vector512<T>, T>(ref value), Vector512<T>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MaskSingle(nuint count)
        => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> MaskDouble(nuint count)
        => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble();
}
