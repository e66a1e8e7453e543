using System;
using System.Buffers;

namespace AutoDiff;

// Zeros for the length of a call, from the shared pool: a call within the call takes other memory, and in steady state nothing is allocated.
internal readonly ref struct Rented<T>
    where T : unmanaged
{
    public Rented(int length)
    {
        Array = ArrayPool<T>.Shared.Rent(length);
        System.Array.Clear(Array);
        Span = Array.AsSpan(0, length);
    }

    // Longer than asked for.
    public T[] Array { get; }

    public Span<T> Span { get; }

    public void Dispose() => ArrayPool<T>.Shared.Return(Array);
}
