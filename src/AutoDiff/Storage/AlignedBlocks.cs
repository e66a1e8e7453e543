using System;
using System.Runtime.CompilerServices;

namespace AutoDiff.Storage;

// Working memory of one computation: a few aligned blocks from the pool of slabs, all given back at the end.
internal struct AlignedBlocks<T>
    where T : unmanaged
{
    private const int MaxBlocks = 8;

    private Blocks _blocks;
    private int _count;

    // Contents are undefined.
    public Span<T> Take(int length)
    {
        T[] slab = SlabPool<T>.Rent(length + (Arena<T>.LineBytes / Unsafe.SizeOf<T>()));
        _blocks[_count++] = slab;
        return slab.AsSpan(SlabPool<T>.FirstAligned(slab), length);
    }

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
            SlabPool<T>.Return(_blocks[i]);
        _count = 0;
    }

    [InlineArray(MaxBlocks)]
    private struct Blocks
    {
        private T[] _first;
    }
}
