using System;
using AutoDiff.Storage;

namespace AutoDiff.Kernels.Decompositions;

/// <summary>Working memory of a decomposition, one of the thread's blocks for all its parts: nothing is allocated in steady state.</summary>
/// <remarks>
/// Passed by value, it lends what the caller has not taken; the caller may lend the same again, once for each matrix of a batch.
/// The matrix product has a block of its own (<see cref="Matrices.Scratch"/>), so that it can be called while this one is in use.
/// </remarks>
internal ref struct Workspace<T>
    where T : unmanaged
{
    private readonly Span<T> _memory;
    private int _taken;

    public Workspace(long elements)
    {
        AlignedBlocks<T> blocks = default;
        _memory = blocks.Take(checked((int)elements));
    }

    /// <summary>The next <paramref name="count"/> elements, of undefined content.</summary>
    public Span<T> Take(int count)
    {
        _taken += count;
        return _memory.Slice(_taken - count, count);
    }

    public Span<T> TakeRest() => Take(_memory.Length - _taken);
}
