using System;
using System.Numerics;

namespace AutoDiff;

// What a batching rule asks for; the batched map answers it. The rule stands below the map, so it knows only this.
internal abstract class Batching<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract Tape<T> Tape { get; }

    public abstract int Size { get; }

    // Whether an entry differs from example to example.
    public abstract bool IsBatched(int index);

    // The entry for all examples; where it is the same for all, the entry itself.
    public abstract Variable<T> Input(int index);

    // The entry for all examples, repeated where it is the same for all.
    public abstract Variable<T> Batched(int index);

    // The same, with axes of length 1 after the first, so that an example has `rank` axes; what is not batched stays as it is.
    public abstract Variable<T> Aligned(int index, int rank);

    // An elementwise operation of one example, applied to all at once.
    public abstract Variable<T> Elementwise(int entry);

    // Every input of an entry for all examples; valid until the next question.
    public abstract ReadOnlySpan<Variable<T>> AllBatched(int entry);

    public abstract Indices Repeat(Indices indices, int step);
}
