using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// Forward mode over a tape: one walk in its order carries tangents from the inputs to the roots. Each step is an
/// operation on the tape; with recording on, the tangent is itself a graph.
/// </summary>
internal static class ForwardPass
{
    // One past the last root.
    public static int End(ReadOnlySpan<int> roots)
    {
        int end = 0;
        foreach (int root in roots)
            end = Math.Max(end, root + 1);
        return end;
    }

    // Which entries up to their end the roots depend on.
    public static void Needed<T>(Tape<T> tape, ReadOnlySpan<int> roots, Span<bool> needed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        needed.Clear();
        foreach (int root in roots)
            needed[root] = true;
        for (int i = needed.Length - 1; i >= 0; i--)
        {
            for (int input = 0; needed[i] && input < tape.EntryAt(i).InputCount; input++)
                needed[tape.InputOf(i, input)] = true;
        }
    }

    // The entries that hold the tangents of the roots; -1 for a root that stands still. Rules before the entry `from` are not run.
    public static void Run<T>(
        Tape<T> tape, ReadOnlySpan<int> roots, ReadOnlySpan<int> inputs, ReadOnlySpan<Variable<T>> inputTangents, Span<int> results, bool record, int from = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Rented<bool> needed = new(End(roots));
        using Rented<int> tangents = new(needed.Span.Length);
        Needed(tape, roots, needed.Span);
        Run(tape, roots, inputs, inputTangents, results, record, needed.Span, tangents.Array, from);
    }

    // The same in memory of the caller's: what the roots need, and at least as many places for tangents.
    public static void Run<T>(
        Tape<T> tape, ReadOnlySpan<int> roots, ReadOnlySpan<int> inputs, ReadOnlySpan<Variable<T>> inputTangents, Span<int> results, bool record,
        ReadOnlySpan<bool> needed, int[] tangents, int from = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int end = needed.Length;
        Array.Fill(tangents, -1);
        bool recording = tape.Recording;
        TapeMark before = tape.Mark;
        bool done = false;
        tape.BeginSweep(leads: null, recording: record, ofOperations: true);
        tape.UseTangents(tangents);
        try
        {
            int first = end;
            for (int i = 0; i < inputs.Length; i++)
            {
                if (inputs[i] >= end)
                    continue;
                tangents[inputs[i]] = Sum(tape, tangents[inputs[i]], inputTangents[i].Index);
                first = Math.Min(first, inputs[i]);
            }

            // A node that was given a tangent and also depends on another such node moves by the sum of both.
            for (int i = Math.Max(first, from); i < end; i++)
            {
                if (tape.EntryAt(i).Is(EntryFlags.Checkpoint))
                {
                    if (tape.IsCheckpointHead(i) && needed[i] && AnyInputMoves(tape, i))
                        CheckpointRules.Forward(tape, i, tangents, end);
                }
                else if (needed[i] && tape.EntryAt(i).Is(EntryFlags.Active) && AnyInputMoves(tape, i))
                    tangents[i] = Sum(tape, tangents[i], TangentOf(tape, i));
            }

            for (int i = 0; i < roots.Length; i++)
                results[i] = tangents[roots[i]];
            done = true;
        }
        finally
        {
            tape.EndSweep(recording);
            if (!done)
                tape.Truncate(in before);
        }
    }

    private static int TangentOf<T>(Tape<T> tape, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.RunJvp(index);
        Variable<T> sum = default;
        foreach (Contribution contribution in tape.Contributions)
        {
            Variable<T> value = tape.HandleOf(contribution.Value);
            sum = sum.IsNull ? value : sum + value;
        }

        return sum.IsNull ? -1 : Ops.BroadcastTo(sum, tape.EntryAt(index).Shape).Index;
    }

    // Of two tangents of one entry, either of which may be missing.
    internal static int Sum<T>(Tape<T> tape, int a, int b)
        where T : unmanaged, IFloatingPointIeee754<T> => a < 0 ? b : b < 0 ? a : (tape.HandleOf(a) + tape.HandleOf(b)).Index;

    private static bool AnyInputMoves<T>(Tape<T> tape, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int input = 0; input < tape.EntryAt(index).InputCount; input++)
        {
            if (tape.TangentOf(tape.InputOf(index, input)) >= 0)
                return true;
        }

        return false;
    }
}
