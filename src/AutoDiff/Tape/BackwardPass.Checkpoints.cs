using System;
using System.Runtime.CompilerServices;

namespace AutoDiff;

// Functions whose operations were not kept: they are run again, and what they record is swept at once, in its place in the order. So every
// contribution is added where and when it would have been without the checkpoint, and the sums have the same bits.
internal sealed partial class BackwardPass<T>
{
    // The first entry of the function being run again: those from there on are forgotten as soon as they are spent.
    private int _again = int.MaxValue;

    // The cotangents of the results wait for the entry before them, the function's, which is visited last. Says that the memory is not free yet.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool SpendCheckpoint(int index)
    {
        if (tape.IsCheckpointHead(index))
        {
            if (tape.LeadsOn(index))
                SweepAgain(index);
            return true;
        }

        int head = tape.InputOf(index, 0);
        bool leads = tape.LeadsOn(head);
        _cotangents[head].Filled |= leads;
        return leads;
    }

    private void SweepAgain(int head)
    {
        int outputs = tape.CheckpointAt(head).Outputs, outer = _again;
        if (head >= outer)
            tape.ForgetFrom(head + 1 + outputs);
        SuspendedSweep sweep = tape.Suspend();
        bool resumed = false;
        Stretch<T> stretch = tape.BeginStretch(lends: true);
        try
        {
            tape.Recording = true;
            tape.RunAgain(head, in stretch);
            tape.StopLending(in stretch);
            tape.Resume(in sweep);
            resumed = true;
            _again = stretch.Mark.Entries;
            SweepFrom(_again, head + 1);
        }
        finally
        {
            _again = outer;
            tape.EndStretch(in stretch);
            if (!resumed)
                tape.Resume(in sweep);
        }
    }

    // Visits what the function has just recorded, from the cotangents of its results down to its first entry.
    private void SweepFrom(int first, int outputs)
    {
        int end = tape.Count;
        if (_cotangents.Length < end)
            Array.Resize(ref _cotangents, Math.Max(end, 2 * _cotangents.Length));
        Array.Clear(_cotangents, first, end - first);
        tape.ExtendLeads(first);
        ReadOnlySpan<Returned> returned = tape.LastReturned;
        for (int i = 0; i < returned.Length; i++)
            HandOn(ref _cotangents[outputs + i], outputs + i, returned[i].Entry);
        for (int i = end - 1; i >= first; i--)
        {
            if (_cotangents[i].Filled)
                Visit(i);
        }
    }

    // A result's cotangent is that of the value that the function returned.
    private void HandOn(ref Cotangent from, int output, int returned)
    {
        if (!from.Filled)
            return;
        int length = tape.EntryAt(output).Shape.Count;
        if (!tape.EntryAt(returned).Is(EntryFlags.Active))
        {
            // All that it was computed from has been cut since.
            if (!from.Kept)
                Recycler.Give(from.Block, length);
            return;
        }

        if (from.Kept)
        {
            Open(ref _cotangents[returned], length);
            tape.Arena.Span(from.Block, length).CopyTo(tape.Arena.Span(_cotangents[returned].Block, length));
            return;
        }

        _cotangents[returned].Block = from.Block;
        _cotangents[returned].Filled = true;
    }
}
