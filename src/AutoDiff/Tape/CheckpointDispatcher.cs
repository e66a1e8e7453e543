using AutoDiff.Storage;
using System;
using System.Diagnostics;
using System.Numerics;

namespace AutoDiff;

// Stands for a function whose operations are not kept, and for each of its results. The passes know it and run the function again; it has no rule of its own.
internal sealed class CheckpointDispatcher<T>() : Dispatcher<T>(CheckpointErrors.Operation, canAccumulate: false, canOverwrite: false, isPointwise: false, sumsOverRows: false)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string NoRule = "The passes run a checkpointed function again.";

    public static readonly CheckpointDispatcher<T> Head = new(), Output = new();

    public override bool CarriesObjects => true;

    public override Shape ShapeOf(Tape<T> tape, int entry) => throw new UnreachableException(NoRule);

    public override bool HasSameAttributes(Tape<T> tape, int entry, Tape<T> other, int otherEntry) => throw new UnreachableException(NoRule);

    public override int SavedLength(Tape<T> tape, int entry) => 0;

    public override void Map(Arena<T> arena, Block a, Block b, Block y, int length, bool accumulate) => throw new UnreachableException(NoRule);

    public override void Forward(Tape<T> tape, int entry, Span<T> output, bool accumulate) => throw new UnreachableException(NoRule);

    public override void Vjp(in VjpCall<T> call, int attributes) => throw new UnreachableException(NoRule);

    public override void Jvp(in JvpCall<T> call, int attributes) => throw new UnreachableException(NoRule);

    public override Variable<T> Batch(in BatchCall<T> call, int attributes) => throw CheckpointErrors.OfExamples();

    public override Variable<T> Apply(Tape<T> tape, int attributes, ReadOnlySpan<Variable<T>> inputs) => throw new UnreachableException(NoRule);
}
