using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels;

// Philox4x32-10: ten rounds of two 32 x 32 -> 64 bit products and exclusive-ors, keyed; a bijection of the 128-bit counter.
// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), section 4.3 and its reference constants.
internal static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    // Words in a batch: eight blocks of four.
    private const int BatchSize = 32;

    public static UInt128 Block(ulong key, ulong counterLow, ulong counterHigh)
    {
        uint x0 = (uint)counterLow, x1 = (uint)(counterLow >> 32), x2 = (uint)counterHigh, x3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * x0, p1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return new UInt128(((ulong)x3 << 32) | x2, ((ulong)x1 << 32) | x0);
    }

    // Words `start`, `start + 1`, ... of the stream: word i is word i % 4 of block i / 4.
    public static void Fill(ulong key, ulong stream, ulong start, Span<uint> words)
    {
        Span<uint> batch = stackalloc uint[BatchSize];
        ulong block = start / 4;
        int skip = (int)(start % 4);
        while (words.Length > 0)
        {
            if (skip == 0 && words.Length >= BatchSize)
            {
                Batch(key, block, stream, words);
                words = words[BatchSize..];
            }
            else
            {
                Batch(key, block, stream, batch);
                Span<uint> part = batch[skip..Math.Min(BatchSize, skip + words.Length)];
                part.CopyTo(words);
                words = words[part.Length..];
                skip = 0;
            }

            block += BatchSize / 4;
        }
    }

    private static void Batch(ulong key, ulong block, ulong stream, Span<uint> words)
    {
        if (Avx2.IsSupported)
        {
            Wide(key, block, stream, ref MemoryMarshal.GetReference(words[..BatchSize]));
            return;
        }

        for (int i = 0; i < BatchSize / 4; i++)
        {
            UInt128 bits = Block(key, block + (ulong)i, stream);
            for (int word = 0; word < 4; word++)
                words[(4 * i) + word] = (uint)(bits >> (32 * word));
        }
    }

    // Eight blocks side by side, a word of 32 bits in the lower half of each 64-bit lane. What the upper halves hold is never read:
    // the products read lower halves only.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Wide(ulong key, ulong block, ulong stream, ref uint words)
    {
        // Blocks in the order 0 4 1 5 2 6 3 7, so that interleaving pairs of lanes at the end brings out 0 1 2 3 and 4 5 6 7.
        Vector512<ulong> counter = Vector512.Create(block) + Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);
        Vector512<ulong> x0 = counter, x1 = counter >>> 32, x2 = Vector512.Create(stream), x3 = Vector512.Create(stream >> 32);
        Vector512<ulong> m0 = Vector512.Create((ulong)Multiplier0), m1 = Vector512.Create((ulong)Multiplier1);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector512<ulong> p0 = Product(x0, m0), p1 = Product(x2, m1);
            x0 = (p1 >>> 32) ^ x1 ^ Vector512.Create((ulong)k0);
            x1 = p1;
            x2 = (p0 >>> 32) ^ x3 ^ Vector512.Create((ulong)k1);
            x3 = p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        Vector512<ulong> lower = Vector512.Create(0xFFFFFFFFUL);
        Vector512<ulong> first = (x0 & lower) | (x1 << 32), second = (x2 & lower) | (x3 << 32);
        ref ulong pairs = ref Unsafe.As<uint, ulong>(ref words);
        Interleave(first.GetLower(), second.GetLower(), ref pairs, 0);
        Interleave(first.GetUpper(), second.GetUpper(), ref pairs, 4);
    }

    // Of every 128 bits of `first` and `second`: the lower lanes are a block of the first half, the upper ones of the second.
    private static void Interleave(Vector256<ulong> first, Vector256<ulong> second, ref ulong pairs, nuint at)
    {
        Avx2.UnpackLow(first, second).StoreUnsafe(ref pairs, at);
        Avx2.UnpackHigh(first, second).StoreUnsafe(ref pairs, at + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.IsSupported
        ? Avx512F.Multiply(a.AsUInt32(), b.AsUInt32())
        : Vector512.Create(
            Avx2.Multiply(a.GetLower().AsUInt32(), b.GetLower().AsUInt32()),
            Avx2.Multiply(a.GetUpper().AsUInt32(), b.GetUpper().AsUInt32()));
}
