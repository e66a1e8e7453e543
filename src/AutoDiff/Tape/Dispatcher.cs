using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

// The one virtual call between the tape and an operation whose type the tape no longer knows.
internal abstract class Dispatcher<T>(string name, bool canAccumulate, bool canOverwrite, bool isPointwise, bool sumsOverRows)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private PlanSet _plans;

    public string Name { get; } = name;

    public bool CanAccumulate { get; } = canAccumulate;

    public bool CanOverwrite { get; } = canOverwrite;

    public bool IsPointwise { get; } = isPointwise;

    public bool SumsOverRows { get; } = sumsOverRows;

    // What the rule of a pointwise operation does, as far as it is known, where the first, the second or both inputs want a gradient.
    public ref PointwisePlan<T>? PlanFor(int wanted) => ref _plans[wanted];

    // Whether the operation's fields hold objects, whose own contents nobody watches.
    public abstract bool CarriesObjects { get; }

    // The shape rule, asked again about an entry.
    public abstract Shape ShapeOf(Tape<T> tape, int entry);

    // Whether two entries of this operation, on two tapes, have equal fields.
    public abstract bool HasSameAttributes(Tape<T> tape, int entry, Tape<T> other, int otherEntry);

    // Fields that cannot be compared count as different.
    private protected static bool AreSame<TOperation>(TOperation a, TOperation b)
        where TOperation : struct
    {
        try
        {
            return EqualityComparer<TOperation>.Default.Equals(a, b);
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    public abstract int SavedLength(Tape<T> tape, int entry);

    // A pointwise operation on arrays of one length; `b` is nowhere where there is one input.
    public abstract void Map(Arena<T> arena, Block a, Block b, Block y, int length, bool accumulate);

    public abstract void Forward(Tape<T> tape, int entry, Span<T> output, bool accumulate);

    public abstract void Vjp(in VjpCall<T> call, int attributes);

    public abstract void Jvp(in JvpCall<T> call, int attributes);

    // The result for all examples; none where the operation has no rule for it.
    public abstract Variable<T> Batch(in BatchCall<T> call, int attributes);

    // The operation with the same attributes, applied to other inputs.
    public abstract Variable<T> Apply(Tape<T> tape, int attributes, ReadOnlySpan<Variable<T>> inputs);

    [InlineArray(4)]
    private struct PlanSet
    {
        private PointwisePlan<T>? _first;
    }
}
