using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoDiff.Kernels;

// Random words made into floating-point numbers.
internal static class RandomBits
{
    // As many of a word's upper bits as T's significand holds, as a fraction.
    public static void ToUniform<T>(ReadOnlySpan<uint> bits, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            ToSingle(bits, MemoryMarshal.Cast<T, float>(y));
        }
        else if (typeof(T) == typeof(double))
        {
            ReadOnlySpan<ulong> pairs = MemoryMarshal.Cast<uint, ulong>(bits);
            for (int i = 0; i < y.Length; i++)
                y[i] = Precision<T>.Round((pairs[i] >> 11) * (1.0 / 9007199254740992));
        }
        else
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = Precision<T>.Round((bits[i] >> 21) * (1.0 / 2048));
        }
    }

    // `kept` where the word is below the limit, which may be 2^32.
    public static void ToMask<T>(ReadOnlySpan<uint> bits, ulong limit, T kept, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        if (typeof(T) == typeof(float) && limit > 0)
        {
            ref uint from = ref MemoryMarshal.GetReference(bits);
            ref uint to = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(y));
            Vector512<uint> last = Vector512.Create((uint)(limit - 1)), value = Vector512.Create(Unsafe.BitCast<T, uint>(kept));
            for (; i + Vector512<uint>.Count <= y.Length; i += Vector512<uint>.Count)
                (Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref from, (nuint)i), last) & value).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < y.Length; i++)
            y[i] = bits[i] < limit ? kept : T.Zero;
    }

    private static void ToSingle(ReadOnlySpan<uint> bits, Span<float> y)
    {
        int i = 0;
        ref uint from = ref MemoryMarshal.GetReference(bits);
        for (; i + Vector512<uint>.Count <= y.Length; i += Vector512<uint>.Count)
        {
            Vector512<int> fraction = (Vector512.LoadUnsafe(ref from, (nuint)i) >>> 8).AsInt32();
            (Vector512.ConvertToSingle(fraction) * (1.0f / 16777216)).StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)i);
        }

        for (; i < y.Length; i++)
            y[i] = (bits[i] >> 8) * (1.0f / 16777216);
    }
}
