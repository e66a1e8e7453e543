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

    // Adds the gradients of the roots into the parameters they depend on.
    public void IntoParameters(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents)
    {
        const string Operation = nameof(Tape<>.Backward);
        int end = CheckRoots(tape, Operation, roots, cotangents);
        Arena<T>.Position memory = tape.Arena.Mark;
        int claimed = 0;
        try
        {
            Claim(Operation, ref claimed);
            Prepare(end);
            foreach (UsedParameter<T> used in tape.UsedParameters)
            {
                if (used.Index < end)
                    _cotangents[used.Index] = used.Retained is null ? CotangentOf(used.Parameter) : CotangentOfRetained(used.Parameter);
            }

            SweepOrForget(roots, cotangents, end, tape.Arena.Mark);
            foreach (UsedParameter<T> used in tape.UsedParameters)
            {
                if (used.Index < end && used.Retained is null)
                    used.Parameter.HasGradient = _cotangents[used.Index].Filled;
            }

            AddRetained(Operation, end);
        }
        finally
        {
            if (Program is null)
                tape.Arena.Release(memory);
            for (int i = 0; i < claimed; i++)
            {
                if (tape.UsedParameters[i].Retained is null)
                    tape.UsedParameters[i].Parameter.Unclaim();
            }
        }
    }

    // Puts the gradients of the roots with respect to the wanted entries on the tape; says where each one is.
    public void IntoResults(
        string operation,
        ReadOnlySpan<Variable<T>> roots,
        ReadOnlySpan<Variable<T>> cotangents,
        ReadOnlySpan<int> wanted,
        Span<int> results,
        bool[] leads,
        Unconnected unconnected)
    {
        int end = CheckRoots(tape, operation, roots, cotangents);
        TapeMark before = tape.Mark;
        Arena<T>.Position memory = tape.Arena.Mark;
        for (int i = 0; i < wanted.Length; i++)
        {
            Shape shape = tape.EntryAt(wanted[i]).Shape;
            results[i] = tape.AppendValue(in shape, tape.Arena.Allocate(shape.Count));
        }

        Arena<T>.Position mark = tape.Arena.Mark;
        Prepare(end);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] < end)
                _cotangents[wanted[i]] = new Cotangent { Block = tape.EntryAt(results[i]).Value, Kept = true };
        }

        try
        {
            Sweep(roots, cotangents, end, leads, mark);
            for (int i = 0; i < wanted.Length; i++)
                Finish(operation, roots, wanted[i], results[i], end, unconnected);
        }
        catch
        {
            tape.Truncate(before);
            tape.Arena.Release(memory);
            throw;
        }
    }

    // The sweep's end: one past the last root. Refuses roots that cannot be differentiated.
    internal static int CheckRoots(Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents)
    {
        if (roots.IsEmpty)
            throw TapeErrors.NoRoot(operation);
        if (!cotangents.IsEmpty && cotangents.Length != roots.Length)
            throw TapeErrors.CountsDiffer(operation, "roots", roots.Length, "cotangents", cotangents.Length);
        int end = 0;
        for (int i = 0; i < roots.Length; i++)
        {
            int root = tape.Own(roots[i], operation);
            Shape shape = tape.EntryAt(root).Shape;
            if (cotangents.IsEmpty && shape.Count != 1)
                throw TapeErrors.NotScalar(operation, shape);
            if (!cotangents.IsEmpty)
            {
                Shape given = tape.EntryAt(tape.Own(cotangents[i], operation)).Shape;
                if (given != shape)
                    throw TapeErrors.CotangentShape(operation, shape, given);
            }

            if (!tape.EntryAt(root).Is(EntryFlags.Active))
                throw TapeErrors.NotActive(operation, roots[i].ToString());
            end = Math.Max(end, root + 1);
        }

        return end;
    }

    // What a failed sweep has added cannot be told from what was there.
    private void SweepOrForget(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents, int end, Arena<T>.Position mark)
    {
        try
        {
            Sweep(roots, cotangents, end, leads: null, mark);
        }
        catch
        {
            foreach ((Parameter<T> parameter, _, int index) in tape.UsedParameters)
            {
                if (index < end)
                    parameter.ClearGradient();
            }

            throw;
        }
    }

    private void Claim(string operation, ref int claimed)
    {
        foreach (UsedParameter<T> used in tape.UsedParameters)
        {
            Parameter<T> parameter = used.Parameter;
            if (used.Retained is null && parameter.Version != used.Version)
                throw tape.ParameterChanged(operation, in used);
            if (used.Retained is null && !parameter.TryClaim())
                throw TapeErrors.ParameterBusy(operation, parameter.Name);
            claimed++;
        }
    }

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
        tape.RunVjp(index, spent, deferring: true);
        Program?.EndRule(index, spent, tape.ContributionCount);
        if (learn >= 0)
            tape.EntryAt(index).Dispatcher!.Plans[learn] = PointwisePlan<T>.Learn(tape, index, spent);
        int last = tape.ContributionCount - 1;
        for (int i = 0; i <= last; i++)
            taken |= Push(i, i == last && !taken ? spent : -1);
        Forget(in before);
        return taken;
    }

    // Adds one contribution to the cotangent it is meant for. The memory of the cotangent `spent`, unless it is -1, is
    // free to be taken over; says whether it was.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Push(int position, int spent)
    {
        _pushes++;
        ref readonly Contribution contribution = ref tape.ContributionAt(position);
        if (_cotangents[contribution.Target].InRows && TryAddRows(in contribution))
            return false;
        ref Cotangent target = ref TargetAt(contribution.Target);
        if (contribution.IsStretched)
        {
            PushStretched(in contribution);
            return false;
        }

        ref Entry<T> value = ref tape.EntryAt(contribution.Value);
        int length = value.Shape.Count;
        if (value.Is(EntryFlags.Deferred))
            return Compute(ref target, ref value, contribution.Value, length, spent);
        if (target.Block.IsNone && TryTakeOver(ref target, position, length, spent, out bool taken))
            return taken;
        AddInto(ref target, contribution.Value, length);
        return false;
    }

    // A contribution along stretched axes is summed over them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PushStretched(in Contribution contribution)
    {
        if (tape.EntryAt(contribution.Value).Is(EntryFlags.Deferred))
            tape.Evaluate(contribution.Value);
        ref Cotangent target = ref _cotangents[contribution.Target];
        ref Shape from = ref tape.EntryAt(contribution.Value).Shape;
        ref Shape to = ref tape.EntryAt(contribution.Target).Shape;
        bool accumulate = Open(ref target, to.Count);
        Program?.SumTo(contribution.Value, contribution.Target, target.Block, accumulate);
        Reduction.SumTo<T>(in from, tape.ValuesAt(contribution.Value), in to, tape.Arena.Span(target.Block, to.Count), accumulate);
    }

    // Computes a put-off operation where its result belongs; says whether that is over the spent cotangent.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Compute(ref Cotangent target, ref Entry<T> value, int index, int length, int spent)
    {
        Dispatcher<T> dispatcher = value.Dispatcher!;
        if (target.Filled && dispatcher.SumsOverRows)
        {
            // The first contribution of all is never put aside: it has nothing to read.
            Complete(ref target);
            if (_collector.TryCollect(ref target.Place, in value, target.Block))
                return false;
        }

        bool takeOver = spent >= 0 && target.Block.IsNone && dispatcher.CanOverwrite && HasInput(ref value, spent) && tape.EntryAt(spent).Shape.Count == length;
        if (target.Filled && !dispatcher.CanAccumulate)
        {
            tape.Evaluate(index);
            AddInto(ref target, index, length);
            return false;
        }

        if (takeOver)
            target.Block = tape.EntryAt(spent).Value;
        bool accumulate = Open(ref target, length);
        Program?.Compute(dispatcher, index, target.Block, length, accumulate);
        dispatcher.Forward(tape, index, tape.Arena.Span(target.Block, length), accumulate);
        return takeOver;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompleteCollected(int index)
    {
        SpendCollected(ref _cotangents[index]);
        _collector.Close(ref _cotangents[index].Place);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SpendCollected(ref Cotangent cotangent) => _collector.Spend(cotangent.Place, cotangent.Block);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddInto(ref Cotangent target, int value, int length)
    {
        bool accumulate = Open(ref target, length);
        Program?.Add(tape.EntryAt(value).Value, target.Block, length, accumulate);
        Elementwise.Map<T, IdentityFunction<T>>(tape.ValuesAt(value), tape.Arena.Span(target.Block, length), accumulate);
    }

    // Makes the memory of a finished value the target's, if nobody else needs it; says whether it was the spent cotangent's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTakeOver(ref Cotangent target, int position, int length, int spent, out bool taken)
    {
        int owner = OwnerOf(tape.ContributionAt(position).Value);
        ref Entry<T> block = ref tape.EntryAt(owner);
        taken = owner == spent;
        if (block.Shape.Count != length || (!taken && !block.Is(EntryFlags.Scratch)) || IsReadAfter(position, owner))
            return false;
        block.Flags &= ~EntryFlags.Scratch;
        target.Block = block.Value;
        target.Filled = true;
        return true;
    }

    // The entry whose memory holds the value.
    private int OwnerOf(int index)
    {
        while (tape.EntryAt(index).Is(EntryFlags.View))
            index = tape.InputOf(index, 0);
        return index;
    }

    // Whether a later contribution of the same rule is the owner's value, or is still to be computed from it: the memory
    // must then stay as it is, while the target's may be added to.
    private bool IsReadAfter(int position, int owner)
    {
        for (int later = position + 1; later < tape.ContributionCount; later++)
        {
            int value = tape.ContributionAt(later).Value;
            if (OwnerOf(value) == owner)
                return true;
            for (int input = 0; tape.EntryAt(value).Is(EntryFlags.Deferred) && input < tape.EntryAt(value).InputCount; input++)
            {
                if (OwnerOf(tape.InputOf(value, input)) == owner)
                    return true;
            }
        }

        return false;
    }

    private bool HasInput(ref Entry<T> entry, int index)
    {
        for (int input = 0; input < entry.InputCount; input++)
        {
            if (tape.InputAt(entry.FirstInput + input) == index)
                return true;
        }

        return false;
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

    private void Finish(string operation, ReadOnlySpan<Variable<T>> roots, int wanted, int result, int end, Unconnected unconnected)
    {
        Span<T> values = tape.ValuesAt(result);
        if (wanted >= end || !_cotangents[wanted].Filled)
        {
            if (unconnected == Unconnected.Refuse && !Reach.AnyDependsOn(tape, roots, wanted))
                throw TapeErrors.DoesNotDepend(operation, roots[0].ToString(), tape.HandleOf(wanted).ToString());
            values.Clear();
        }
        else if (_cotangents[wanted].Block != tape.EntryAt(result).Value)
        {
            // Asked for twice: the sweep filled the block of the last one.
            tape.Arena.Span(_cotangents[wanted].Block, values.Length).CopyTo(values);
        }
    }
}
