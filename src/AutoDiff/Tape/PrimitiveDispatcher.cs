using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

// Never inlined into the sweep, which would otherwise clear the stack space of every operation's locals on every visit.
internal sealed class PrimitiveDispatcher<T, TPrimitive>()
    : Dispatcher<T>(TPrimitive.Name, TPrimitive.CanAccumulate, TPrimitive.CanOverwrite, TPrimitive.IsPointwise, TPrimitive.SumsOverRows && TPrimitive.CanAccumulate)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPrimitive : struct, IPrimitive<T>
{
    public static readonly PrimitiveDispatcher<T, TPrimitive> Instance = new();

    public override bool CarriesObjects => RuntimeHelpers.IsReferenceOrContainsReferences<TPrimitive>();

    public override Shape ShapeOf(Tape<T> tape, int entry) => tape.Attributes<TPrimitive>(tape.EntryAt(entry).Attributes).ShapeOf(new Operands<T>(tape, entry));

    public override bool HasSameAttributes(Tape<T> tape, int entry, Tape<T> other, int otherEntry) =>
        AreSame(tape.Attributes<TPrimitive>(tape.EntryAt(entry).Attributes), other.Attributes<TPrimitive>(other.EntryAt(otherEntry).Attributes));

    public override int SavedLength(Tape<T> tape, int entry) => TPrimitive.SavedLength(new Operands<T>(tape, entry));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Map(Arena<T> arena, Block a, Block b, Block y, int length, bool accumulate) =>
        TPrimitive.Map(arena.Span(a, length), b.IsNone ? default : arena.Span(b, length), arena.Span(y, length), accumulate);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Forward(Tape<T> tape, int entry, Span<T> output, bool accumulate)
    {
        int thread = tape.BeginApplying();
        try
        {
            tape.Attributes<TPrimitive>(tape.EntryAt(entry).Attributes).Forward(new ForwardCall<T>(tape, entry, output, accumulate));
        }
        finally
        {
            tape.EndApplying(thread);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Vjp(in VjpCall<T> call, int attributes) => call.Tape.Attributes<TPrimitive>(attributes).Vjp(in call);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Jvp(in JvpCall<T> call, int attributes) => call.Tape.Attributes<TPrimitive>(attributes).Jvp(in call);

    public override Variable<T> Batch(in BatchCall<T> call, int attributes)
    {
        // Asked first, since a struct that has no rule of its own is boxed for the interface's.
        if (TPrimitive.IsPointwise)
            return call.Elementwise();
        Variable<T> result = call.Tape.Attributes<TPrimitive>(attributes).Batch(in call);
        return result.IsNull && TPrimitive.CanOverwrite ? call.Elementwise() : result;
    }

    public override Variable<T> Apply(Tape<T> tape, int attributes, ReadOnlySpan<Variable<T>> inputs) => tape.Apply(tape.Attributes<TPrimitive>(attributes), inputs);
}
