using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Kernels;
using AutoDiff.Storage;

namespace AutoDiff;

/// <summary>
/// The first-order sweep: one walk over the entries in reverse order. It is the only place where gradients are added up,
/// and the only one where broadcasting is undone.
/// </summary>
/// <remarks>
/// When an entry is visited, all its users have been, so its cotangent is complete: that is what makes the sweep linear.
/// A cotangent's memory lives from its first contribution to its entry's visit and is then used again. The last operation of
/// a rule is not computed where it is written but here, straight into the gradient that it belongs to: added in place where
/// there is one already, over the finished cotangent where the operation allows it.
/// </remarks>
internal sealed partial class BackwardPass<T>(Tape<T> tape)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowCollector<T> _collector = new(tape);
    private Cotangent[] _cotangents = [];
    private long _pushes;

    public BlockRecycler<T> Recycler { get; } = new(tape.Arena);

    // Blocks that the last sweep took and did not give back; none, unless a rule failed.
    public int LeftLive { get; private set; }

    // A checkpointed function's results are handed on together: those behind the last root are without a cotangent too, not with an earlier sweep's.
    private void Prepare(int end)
    {
        while (end < tape.Count && tape.EntryAt(end).Is(EntryFlags.Checkpoint) && !tape.IsCheckpointHead(end))
            end++;
        if (_cotangents.Length < end)
            _cotangents = new Cotangent[Math.Max(end, 2 * _cotangents.Length)];
        else
            Array.Clear(_cotangents, 0, end);
    }

    private void Sweep(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents, int end, bool[]? leads, Arena<T>.Position mark)
    {
        bool recording = tape.Recording;
        TapeMark entries = tape.Mark;
        tape.BeginSweep(leads, recording: false, ofOperations: false);
        _pushes = 0;
        try
        {
            for (int i = 0; i < roots.Length; i++)
                Seed(roots[i].Index, cotangents.IsEmpty ? -1 : cotangents[i].Index);
            for (int i = end - 1; i >= 0; i--)
            {
                if (_cotangents[i].Filled)
                    Visit(i);
            }
        }
        finally
        {
            tape.Pushes = _pushes;
            if (Program is null)
                tape.Truncate(entries);
            LeftLive = Recycler.Live;
            _collector.Clear();
            Recycler.Clear();
            if (Program is null)
                tape.Arena.Release(mark);
            tape.EndSweep(recording);
        }
    }

    private void Seed(int root, int cotangent)
    {
        if (!tape.Leads(root))
            return;
        ref Cotangent seed = ref TargetAt(root);
        int length = tape.EntryAt(root).Shape.Count;
        bool accumulate = Open(ref seed, length);
        Span<T> into = tape.Arena.Span(seed.Block, length);
        if (cotangent >= 0)
            Elementwise.Map<T, IdentityFunction<T>>(tape.ValuesAt(cotangent), into, accumulate);
        else
            into[0] = accumulate ? into[0] + T.One : T.One;
        Program?.Seed(seed.Block, accumulate);
    }

    private void Visit(int index)
    {
        bool taken = _cotangents[index].Kept;
        Complete(ref _cotangents[index]);
        if (_cotangents[index].Place != 0)
            CompleteCollected(index);

        // No gradient passes an entry that is not active, though its own may be asked for.
        EntryFlags flags = tape.EntryAt(index).Flags;
        if ((flags & EntryFlags.Active) == 0)
            return;
        if ((flags & EntryFlags.Checkpoint) != 0)
            taken |= SpendCheckpoint(index);
        else if ((flags & EntryFlags.Uniform) != 0)
            taken = SpendUniform(index, taken);
        else if ((flags & EntryFlags.View) != 0)
            taken = SpendView(index, taken);
        else if (tape.LeadsOn(index))
            taken = Spend(index, taken);
        if (!taken)
            Recycler.Give(_cotangents[index].Block, tape.EntryAt(index).Shape.Count);
    }

    // Runs the entry's rule and adds what it contributes; says whether the memory of the spent cotangent went on to another.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Spend(int index, bool taken, int learn = -1)
    {
        TapeMark before = tape.Mark;
        int spent = tape.AppendCotangent(index, _cotangents[index].Block);
        Program?.BeginRule();
        long pushes = _pushes;
        tape.RunVjp(index, spent, deferring: true);
        Program?.EndRule(index, spent, tape.ContributionCount);

        // What a rule writes into cotangents that it opens, no plan says.
        if (learn >= 0)
            tape.EntryAt(index).Dispatcher!.PlanFor(learn) = _pushes == pushes ? PointwisePlan<T>.Learn(tape, index, spent) : PointwisePlan<T>.None;
        int last = tape.ContributionCount - 1;
        for (int i = 0; i <= last; i++)
            taken |= Push(i, i == last && !taken ? spent : -1);
        Forget(in before);
        return taken;
    }

    // The memory of a cotangent for a rule that writes into it itself.
    public Span<T> OpenCotangent(int index, out bool accumulate)
    {
        if (_opened is not null)
            return _opened.NextOpened(tape, out accumulate);
        _pushes++;
        int length = tape.EntryAt(index).Shape.Count;
        accumulate = Open(ref TargetAt(index), length);
        Program?.Open(_cotangents[index].Block, length, accumulate);
        return tape.Arena.Span(_cotangents[index].Block, length);
    }

    // Gives the cotangent memory if it has none; says whether there is something in it to add to.
    private bool Open(ref Cotangent cotangent, int length)
    {
        if (cotangent.Block.IsNone)
            cotangent.Block = Recycler.Take(length);
        Complete(ref cotangent);
        if (cotangent.Place != 0)
            SpendCollected(ref cotangent);
        bool filled = cotangent.Filled;
        cotangent.Filled = true;
        return filled;
    }
}
