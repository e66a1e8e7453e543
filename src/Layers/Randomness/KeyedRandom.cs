using System;
using System.Numerics;

namespace AutoDiff.Layers;

// Random numbers addressed by key and place: Philox4x32-10 (Salmon et al. 2011), two numbers a block.
internal static class KeyedRandom
{
    public static void FillUniform<T>(RandomKey key, ulong first, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = T.CreateTruncating((float)((Block(key, first + (ulong)i).High >> 40) * (1.0 / (1 << 24))));
    }

    public static void FillNormal<T>(RandomKey key, ulong first, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            (ulong high, ulong low) = Block(key, first + (ulong)i);
            double radius = Math.Sqrt(-2 * Math.Log(((high >> 11) + 1) * (1.0 / (1L << 53))));
            numbers[i] = T.CreateTruncating(radius * Math.Cos(2 * Math.PI * ((low >> 11) * (1.0 / (1L << 53)))));
        }
    }

    private static (ulong High, ulong Low) Block(RandomKey key, ulong place)
    {
        (uint k0, uint k1) = ((uint)key.Seed, (uint)(key.Seed >> 32));
        (uint c0, uint c1, uint c2, uint c3) = ((uint)place, (uint)(place >> 32), (uint)key.Stream, (uint)(key.Stream >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong first = 0xD2511F53UL * c0, second = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            unchecked
            {
                k0 += 0x9E3779B9;
                k1 += 0xBB67AE85;
            }
        }

        return (((ulong)c1 << 32) | c0, ((ulong)c3 << 32) | c2);
    }
}
