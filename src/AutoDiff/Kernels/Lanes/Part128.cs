using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels;

// The first few lanes of 128 bits from and to memory: masked instructions where they exist, else through the stack.
// The address is pinned for the one instruction that needs a pointer.
internal static unsafe class Part128
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load<T>(ref readonly T source, nuint index, nuint count, Vector128<T> rest)
        where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* address = &source)
            {
                return typeof(T) == typeof(float)
                    ? Vector128.ConditionalSelect(MaskSingle(count), Avx.MaskLoad((float*)address + index, MaskSingle(count)), rest.AsSingle()).As<float, T>()
                    : Vector128.ConditionalSelect(MaskDouble(count), Avx.MaskLoad((double*)address + index, MaskDouble(count)), rest.AsDouble()).As<double, T>();
            }
        }

        Vector128<T> value = rest;
        Memory(in source, index, count).CopyTo(Lanes(ref value));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector128<T> value, ref T destination, nuint index, nuint count)
        where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* address = &destination)
            {
                if (typeof(T) == typeof(float))
                    Avx.MaskStore((float*)address + index, MaskSingle(count), value.AsSingle());
                else
                    Avx.MaskStore((double*)address + index, MaskDouble(count), value.AsDouble());
            }

            return;
        }

        Lanes(ref value)[..(int)count].CopyTo(Memory(in destination, index, count));
    }

    private static Span<T> Memory<T>(ref readonly T first, nuint index, nuint count)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.AsRef(in first), index), (int)count);

    private static Span<T> Lanes<T>(ref Vector128<T> value)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<Vector128<T>, T>(ref value), Vector128<T>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MaskSingle(nuint count)
        => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create((int)count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> MaskDouble(nuint count)
        => Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).AsDouble();
}
