using AutoDiff.Storage;
using System;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

internal sealed class ViewDispatcher<T, TView>() : Dispatcher<T>(TView.Name, canAccumulate: false, canOverwrite: false, isPointwise: false, sumsOverRows: false)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TView : struct, IView<T>
{
    public static readonly ViewDispatcher<T, TView> Instance = new();

    public override bool CarriesObjects => RuntimeHelpers.IsReferenceOrContainsReferences<TView>();

    public override Shape ShapeOf(Tape<T> tape, int entry) => tape.Attributes<TView>(tape.EntryAt(entry).Attributes).ShapeOf(new Operands<T>(tape, entry));

    public override bool HasSameAttributes(Tape<T> tape, int entry, Tape<T> other, int otherEntry) =>
        AreSame(tape.Attributes<TView>(tape.EntryAt(entry).Attributes), other.Attributes<TView>(other.EntryAt(otherEntry).Attributes));

    public override int SavedLength(Tape<T> tape, int entry) => 0;

    public override void Map(Arena<T> arena, Block a, Block b, Block y, int length, bool accumulate) =>
        throw new UnreachableException("A view is never computed.");

    public override void Forward(Tape<T> tape, int entry, Span<T> output, bool accumulate) =>
        throw new UnreachableException("A view is never deferred, so it is never computed.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Vjp(in VjpCall<T> call, int attributes) => call.Tape.Attributes<TView>(attributes).Vjp(in call);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void Jvp(in JvpCall<T> call, int attributes) => call.Tape.Attributes<TView>(attributes).Jvp(in call);

    public override Variable<T> Batch(in BatchCall<T> call, int attributes) => call.Tape.Attributes<TView>(attributes).Batch(in call);

    public override Variable<T> Apply(Tape<T> tape, int attributes, ReadOnlySpan<Variable<T>> inputs) => tape.View(tape.Attributes<TView>(attributes), inputs[0]);
}
