using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;

namespace AutoDiff.Storage;

// The process-wide store of slabs: pinned arrays whose lengths are powers of two, handed to arenas and taken back.
// Pinned, so that an alignment found once stays true; managed, so that a forgotten arena leaks nothing.
internal static class SlabPool<T>
    where T : unmanaged
{
    private const int MaxKeptPerSize = 16;
    private const int Sizes = 31;

    private static readonly Lock Gate = new();
    private static readonly T[][][] Kept = new T[Sizes][][];
    private static readonly int[] Counts = new int[Sizes];
    private static long _live;

    // Elements handed out and not yet returned.
    public static long Live => Interlocked.Read(ref _live);

    // An array of at least `elements` elements, contents undefined.
    public static T[] Rent(int elements)
    {
        int size = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)elements));
        T[]? slab = null;
        if (size < Sizes)
        {
            lock (Gate)
            {
                if (Counts[size] > 0)
                {
                    slab = Kept[size][--Counts[size]];
                    Kept[size][Counts[size]] = null!;
                }
            }
        }

        // Past 2^30 elements the next power of two is not an array length: such a slab has exactly the asked length.
        slab ??= GC.AllocateUninitializedArray<T>(size < Sizes ? 1 << size : elements, pinned: true);
        Interlocked.Add(ref _live, slab.Length);
        return slab;
    }

    public static void Return(T[] slab)
    {
        Interlocked.Add(ref _live, -slab.Length);
        if (!BitOperations.IsPow2(slab.Length))
            return;
        int size = BitOperations.Log2((uint)slab.Length);
        lock (Gate)
        {
            Kept[size] ??= new T[MaxKeptPerSize][];
            if (Counts[size] < MaxKeptPerSize)
                Kept[size][Counts[size]++] = slab;
        }
    }

    // The first element of a slab that starts a 64-byte line: whole vector loads then never cross two lines.
    public static unsafe int FirstAligned(T[] slab)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref slab[0]);
        nuint past = address & (Arena<T>.LineBytes - 1);
        return past == 0 ? 0 : (int)((Arena<T>.LineBytes - past) / (nuint)sizeof(T));
    }
}
