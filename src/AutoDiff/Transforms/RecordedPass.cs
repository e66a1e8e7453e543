using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// The reverse sweep for higher orders: the same rules in the same order as <see cref="BackwardPass{T}"/>, but every step is an
/// operation on the tape, so that the gradient is itself a graph: one that is differentiated again, or computed for a whole batch.
/// </summary>
internal static class RecordedPass
{
    // The entries that hold the gradients with respect to the wanted entries; -1 where nothing arrived. Rules before the first entry are not run.
    public static void Run<T>(
        Tape<T> tape,
        string operation,
        ReadOnlySpan<Variable<T>> roots,
        ReadOnlySpan<Variable<T>> cotangents,
        ReadOnlySpan<int> wanted,
        Span<int> results,
        bool[] leads,
        bool record = true,
        int first = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int end = BackwardPass<T>.CheckRoots(tape, operation, roots, cotangents);
        using Rented<int> rented = new(end);
        int[] sums = rented.Array;
        Array.Fill(sums, -1);
        bool recording = tape.Recording;
        TapeMark before = tape.Mark;
        long pushes = 0;
        bool done = false;
        tape.BeginSweep(leads, recording: record, ofOperations: true);
        try
        {
            for (int i = 0; i < roots.Length; i++)
                Add(tape, sums, roots[i].Index, cotangents.IsEmpty ? tape.Fill(T.One, roots[i].Shape) : cotangents[i]);
            for (int i = end - 1; i >= first; i--)
            {
                if (tape.EntryAt(i).Is(EntryFlags.Checkpoint))
                {
                    // The results wait for the function, which is visited after them.
                    if (tape.IsCheckpointHead(i) && tape.LeadsOn(i))
                        CheckpointRules.Reverse(tape, i, sums, end);
                    continue;
                }

                if (sums[i] < 0 || !tape.LeadsOn(i))
                    continue;
                tape.RunVjp(i, sums[i], deferring: false);
                foreach (Contribution contribution in tape.Contributions)
                {
                    pushes++;
                    Variable<T> value = tape.HandleOf(contribution.Value);
                    Add(tape, sums, contribution.Target, Ops.SumTo(value, tape.EntryAt(contribution.Target).Shape));
                }
            }

            for (int i = 0; i < wanted.Length; i++)
                results[i] = wanted[i] < end ? sums[wanted[i]] : -1;
            done = true;
        }
        finally
        {
            tape.EndSweep(recording);
            tape.Pushes = pushes;
            if (!done)
                tape.Truncate(in before);
        }
    }

    // Adds to the gradient with respect to an entry, if that leads anywhere.
    internal static void Add<T>(Tape<T> tape, int[] sums, int index, Variable<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tape.Leads(index))
            sums[index] = sums[index] < 0 ? value.Index : (tape.HandleOf(sums[index]) + value).Index;
    }
}
