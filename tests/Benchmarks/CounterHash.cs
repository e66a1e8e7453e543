using System;
using System.Numerics;

namespace AutoDiff.Benchmarks;

// Numbers that this program and its peers compute alike, bit for bit: a hash of a stream's number and a place in it.
internal static class CounterHash
{
    // In [-scale, scale): the upper 24 bits of each word, which a float holds exactly.
    public static float[] Uniform(int stream, int count, float scale = 1) => Uniform<float>(stream, count, scale);

    // The same numbers in another type, of which float must be a part.
    public static T[] Uniform<T>(int stream, int count, float scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = new T[count];
        Fill<T>(stream, values, scale);
        return values;
    }

    public static void Fill<T>(int stream, Span<T> values, float scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating((((Word(stream, i) >> 8) * (1f / (1 << 23))) - 1) * scale);
    }

    public static void Fill<T>(int stream, Parameter<T> parameter, float scale)
        where T : unmanaged, IFloatingPointIeee754<T> => Fill(stream, parameter.Write(), scale);

    public static int[] Integers(int stream, int count, int below)
    {
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
            values[i] = (int)(Word(stream, i) % (uint)below);
        return values;
    }

    // Numbers of words by falling frequency, the chance of each about 1 / (number + 1): uniform in their logarithms.
    public static int[] Words(int stream, int count, int vocabulary) =>
        Array.ConvertAll(Uniform(stream, count), place => Math.Min((int)Math.Exp((place + 1.0) / 2 * Math.Log(vocabulary + 1)) - 1, vocabulary - 1));

    private static uint Word(int stream, int place) => Mix((uint)place + Mix((uint)stream));

    // A bijection of 32-bit integers that scatters neighbours.
    private static uint Mix(uint x)
    {
        unchecked
        {
            x = (x ^ (x >> 16)) * 0x7FEB352D;
            x = (x ^ (x >> 15)) * 0x846CA68B;
            return x ^ (x >> 16);
        }
    }
}
