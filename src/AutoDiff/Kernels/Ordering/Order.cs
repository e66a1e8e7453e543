using System;
using System.Buffers;
using System.Numerics;

namespace AutoDiff.Kernels;

// Which place of a line comes first, second, and so on. Equal elements keep their order; 0 equals -0; NaN counts as larger than all, and
// NaNs as equal. Elements are compared by whole numbers of the same order, so nothing depends on how a comparison treats NaN.
internal static class Order
{
    // For every line x[outer, :, inner] of an axis with `length` places: places[outer, i, inner] is the place of its element number i in order,
    // for the first `count` of them.
    public static void Lines<T>(ReadOnlySpan<T> x, int length, int inner, int count, bool descending, Span<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (places.IsEmpty)
            return;
        int outer = x.Length / (length * inner);
        if (x.Length != outer * length * inner)
            KernelErrors.LengthsDiffer(nameof(Order), x.Length, outer * length * inner);
        if (places.Length != outer * count * inner)
            KernelErrors.LengthsDiffer(nameof(Order), places.Length, outer * count * inner);

        // Fewer than all are kept in room for twice as many, which is cut back to the best whenever it is full.
        int room = count > length / 4 ? length : Math.Min(length, 2 * count);
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(room);
        int[] from = ArrayPool<int>.Shared.Rent(room);
        for (int block = 0; block < outer; block++)
        {
            for (int column = 0; column < inner; column++)
            {
                Line(x[((block * length * inner) + column)..], length, inner, count, descending, keys.AsSpan(0, room), from.AsSpan(0, room));
                for (int i = 0; i < count; i++)
                    places[(((block * count) + i) * inner) + column] = from[i];
            }
        }

        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(from);
    }

    private static void Line<T>(ReadOnlySpan<T> x, int length, int distance, int count, bool descending, Span<ulong> keys, Span<int> from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int filled = 0;
        ulong worst = ulong.MaxValue;
        bool isCut = false;
        for (int place = 0; place < length; place++)
        {
            ulong key = KeyOf(x[place * distance], descending);

            // What only equals the last one kept comes after it.
            if (isCut && key >= worst)
                continue;
            if (filled == keys.Length)
            {
                Sort(keys, from);
                filled = count;
                worst = keys[count - 1];
                isCut = true;
                if (key >= worst)
                    continue;
            }

            keys[filled] = key;
            from[filled++] = place;
        }

        Sort(keys[..filled], from[..filled]);
    }

    // The sort does not keep the order of equals, so their places, which are whole numbers, are put in order themselves.
    private static void Sort(Span<ulong> keys, Span<int> from)
    {
        keys.Sort(from);
        for (int start = 0, end; start < keys.Length; start = end)
        {
            end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
                end++;
            if (end - start > 1)
                from[start..end].Sort();
        }
    }

    // A whole number of the same order: the bits of positive numbers ascend already, those of negative ones are turned round.
    private static ulong KeyOf<T>(T value, bool descending)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double wide = double.CreateTruncating(value);
        ulong bits = BitConverter.DoubleToUInt64Bits(wide == 0 ? 0 : wide);
        ulong key = double.IsNaN(wide) ? ulong.MaxValue : (long)bits < 0 ? ~bits : bits | (1UL << 63);
        return descending ? ~key : key;
    }
}
