using System;
using AutoDiff.Storage;

namespace AutoDiff.Kernels.Decompositions;

/// <summary>
/// Working memory of a decomposition, one slab of the process-wide pool for all its parts: nothing is allocated in steady state.
/// </summary>
/// <remarks>
/// Passed by value, it lends what the caller has not taken; the caller may lend the same again, once for each matrix of a batch.
/// The matrix product has a block of its own (<see cref="Matrices.Scratch"/>), so that it can be called while this one is in use.
/// </remarks>
internal ref struct Workspace<T>
    where T : unmanaged
{
    private readonly T[] _slab;
    private int _taken;

    public Workspace(long elements)
    {
        _slab = SlabPool<T>.Rent(checked((int)Math.Max(1, elements)));
    }

    /// <summary>The next <paramref name="count"/> elements, of undefined content.</summary>
    public Span<T> Take(int count)
    {
        _taken += count;
        return _slab.AsSpan(_taken - count, count);
    }

    public Span<T> TakeRest() => Take(_slab.Length - _taken);

    public readonly void Dispose() => SlabPool<T>.Return(_slab);
}
