using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

/// <summary>
/// Random numbers addressed by (seed, stream, index) instead of drawn in turn: the same address always gives the same number,
/// so recomputation, resuming and any number of threads see the same values, and nothing need be stored.
/// </summary>
/// <remarks>
/// <para>A stream is any number that tells independent sequences apart: a layer, a step, both. Indices count the numbers of one stream.
/// A filled range may start at any index, and filling it in pieces gives the same numbers.</para>
/// <para>Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), Philox4x32-10:
/// the seed is the key, and the counter is 64 bits of index and 64 bits of stream. Not for secrets.</para>
/// </remarks>
public static class CounterRandom
{
    private const int ChunkSize = 256;

    /// <summary>One block of the generator: 128 random bits.</summary>
    /// <param name="key">The key: the seed.</param>
    /// <param name="counterLow">The counter's lower half, which the other methods derive from the index.</param>
    /// <param name="counterHigh">The counter's upper half: the stream.</param>
    public static UInt128 Block(ulong key, ulong counterLow, ulong counterHigh) => Philox.Block(key, counterLow, counterHigh);

    /// <summary>64 random bits at an address.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="index">Which 64 bits of the stream.</param>
    public static ulong Bits(ulong seed, ulong stream, ulong index)
    {
        UInt128 block = Philox.Block(seed, index / 2, stream);
        return (ulong)((index & 1) == 0 ? block : block >> 64);
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1, with a bias below <c>bound / 2^64</c>.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="index">Which number of the stream.</param>
    /// <param name="bound">How many values there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public static int Below(ulong seed, ulong stream, ulong index, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(Bits(seed, stream, index), (ulong)bound, out _);
    }

    /// <summary>Fills a range with numbers uniform on <c>[0, 1)</c>: multiples of 2^-53 for <c>double</c>, of 2^-24 for <c>float</c>, of 2^-11 for <c>Half</c>.</summary>
    /// <typeparam name="T">The floating-point type; a number's value at an address depends on it.</typeparam>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="start">The index of the first number.</param>
    /// <param name="destination">Where the numbers go.</param>
    public static void FillUniform<T>(ulong seed, ulong stream, ulong start, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A double takes two words of 32 bits, every other type one.
        int words = typeof(T) == typeof(double) ? 2 : 1;
        Span<uint> buffer = stackalloc uint[ChunkSize];
        for (int done = 0; done < destination.Length;)
        {
            Span<T> chunk = destination.Slice(done, Math.Min(ChunkSize / words, destination.Length - done));
            Span<uint> bits = buffer[..(chunk.Length * words)];
            Philox.Fill(seed, stream, (start + (ulong)done) * (ulong)words, bits);
            RandomBits.ToUniform(bits, chunk);
            done += chunk.Length;
        }
    }

    /// <summary>Fills a range with numbers of the standard normal distribution, of absolute value at most 8.6 (<c>sqrt(106 ln 2)</c>).</summary>
    /// <typeparam name="T">The floating-point type; a number is the same in all types but for rounding.</typeparam>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="start">The index of the first number.</param>
    /// <param name="destination">Where the numbers go.</param>
    /// <remarks>
    /// Source: Box and Muller, "A note on the generation of random normal deviates" (1958): numbers 2k and 2k + 1 are
    /// <c>r cos(a)</c> and <c>r sin(a)</c> with <c>r = sqrt(-2 log(1 - u))</c>, <c>a = 2 pi w</c>, where u and w are the uniform doubles 2k and 2k + 1.
    /// </remarks>
    public static void FillNormal<T>(ulong seed, ulong stream, ulong start, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> uniform = stackalloc double[ChunkSize], radius = stackalloc double[ChunkSize / 2], angle = stackalloc double[ChunkSize / 2];
        Span<double> cosine = stackalloc double[ChunkSize / 2];
        double minusTwo = -2;
        for (int done = 0; done < destination.Length;)
        {
            // Whole pairs, of which the first and the last may lie half outside.
            ulong first = start + (ulong)done, skip = first & 1;
            int count = Math.Min(ChunkSize - (int)skip, destination.Length - done), pairs = (count + (int)skip + 1) / 2;
            FillUniform(seed, stream, first - skip, uniform[..(2 * pairs)]);
            for (int i = 0; i < pairs; i++)
                (radius[i], angle[i]) = (1 - uniform[2 * i], Math.Tau * uniform[(2 * i) + 1]);
            Span<double> r = radius[..pairs], a = angle[..pairs], c = cosine[..pairs];
            Elementwise.Map<double, LogFunction<double>>(r, r);
            Elementwise.Map<double, MultiplyFunction<double>>(r, new ReadOnlySpan<double>(in minusTwo), r);
            Elementwise.Map<double, SqrtFunction<double>>(r, r);
            Elementwise.Map<double, CosFunction<double>>(a, c);
            Elementwise.Map<double, SinFunction<double>>(a, a);
            for (int i = 0; i < count; i++)
            {
                int at = i + (int)skip;
                destination[done + i] = Precision<T>.Round(r[at / 2] * ((at & 1) == 0 ? c[at / 2] : a[at / 2]));
            }

            done += count;
        }
    }

    /// <summary>Fills a range with a mask: <paramref name="kept"/> with probability <paramref name="probability"/>, else 0.</summary>
    /// <typeparam name="T">The floating-point type; which elements are kept does not depend on it.</typeparam>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="start">The index of the first element.</param>
    /// <param name="probability">The probability of keeping, from 0 to 1, in steps of 2^-32.</param>
    /// <param name="kept">The value of a kept element: 1, or 1 / probability to keep the mean.</param>
    /// <param name="destination">Where the mask goes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public static void FillMask<T>(ulong seed, ulong stream, ulong start, double probability, T kept, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "FillMask: not a probability; need a number from 0 to 1.");
        Span<uint> buffer = stackalloc uint[ChunkSize];
        ulong limit = (ulong)Math.Round(probability * 4294967296.0);
        for (int done = 0; done < destination.Length;)
        {
            Span<T> chunk = destination.Slice(done, Math.Min(ChunkSize, destination.Length - done));
            Span<uint> bits = buffer[..chunk.Length];
            Philox.Fill(seed, stream, start + (ulong)done, bits);
            RandomBits.ToMask(bits, limit, kept, chunk);
            done += chunk.Length;
        }
    }
}
