using System.Runtime.CompilerServices;
using AutoDiff.Kernels;

namespace AutoDiff;

// Adds what a rule contributes to the cotangents it is meant for, computed straight into them where that can be.
internal sealed partial class BackwardPass<T>
{
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

        bool takeOver = spent >= 0 && target.Block.IsNone && dispatcher.CanOverwrite && MayWriteOver(ref value, spent) && tape.EntryAt(spent).Shape.Count == length;
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

    // Whether an operation reads the entry at all, and nowhere in another shape: a part of it that is stretched would be read after it was written.
    private bool MayWriteOver(ref Entry<T> operation, int index)
    {
        bool isRead = false;
        for (int input = 0; input < operation.InputCount; input++)
        {
            int read = tape.InputAt(operation.FirstInput + input);
            isRead |= read == index;
            if (read != index && OwnerOf(read) == index)
                return false;
        }

        return isRead;
    }
}
