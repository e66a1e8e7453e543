using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Storage;

// Working memory of one computation: a few aligned blocks that the thread keeps for the next one, so that nothing is allocated in steady
// state, whatever other threads do. Computations that use it do not call each other.
internal struct AlignedBlocks<T>
    where T : unmanaged
{
    private const int MaxBlocks = 8;

    [ThreadStatic]
    private static T[]?[]? _kept;

    private int _count;

    // Contents are undefined; valid until the thread's next computation.
    public Span<T> Take(int length)
    {
        if (length > Arena<T>.Longest)
            ShapeErrors.NoRoom(length, Arena<T>.Longest);
        T[]?[] kept = _kept ??= new T[MaxBlocks][];
        ref T[]? block = ref kept[_count++];
        int needed = length + (Arena<T>.LineBytes / Unsafe.SizeOf<T>());
        if (block is null || block.Length < needed)
            block = GC.AllocateUninitializedArray<T>((int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)needed), (uint)Array.MaxLength), pinned: true);
        return block.AsSpan(SlabPool<T>.FirstAligned(block), length);
    }
}
