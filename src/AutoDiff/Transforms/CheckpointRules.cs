using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

// The derivatives of a checkpointed function, made of operations: each is itself a checkpointed function, which runs the first one again
// and differentiates it. So memory is saved at every order, and in forward mode too.
internal static class CheckpointRules
{
    // Adds to the gradients with respect to what the function reads, from those of its results that stand before an end.
    public static void Reverse<T>(Tape<T> tape, int head, int[] sums, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckpointCall call = tape.CheckpointAt(head);
        List<int> outputs = [], wanted = Inputs(tape, head, tape.Leads);
        for (int i = 0; i < call.Outputs && head + 1 + i < end; i++)
        {
            if (sums[head + 1 + i] >= 0)
                outputs.Add(i);
        }

        if (outputs.Count == 0)
            return;
        bool record = tape.Recording;
        Variable<T>[] results = new Variable<T>[wanted.Count];
        Run(tape, head, outputs.ConvertAll(output => tape.HandleOf(sums[head + 1 + output])), results, (given, floor, products) =>
        {
            List<Variable<T>> roots = [], cotangents = [];
            for (int i = 0; i < outputs.Count; i++)
            {
                // One that was computed from nothing but what has been cut since then leads nowhere.
                int root = tape.LastReturned[outputs[i]].Entry;
                if (!tape.EntryAt(root).Is(EntryFlags.Active))
                    continue;
                roots.Add(tape.HandleOf(root));
                cotangents.Add(given[i]);
            }

            int[] inputs = [.. wanted];
            products.Fill(-1);
            if (roots.Count > 0)
                RecordedPass.Run(tape, CheckpointErrors.Operation, [.. roots], [.. cotangents], inputs, products, Reach.From(tape, inputs, tape.Count, floor), record, floor);
        }, wanted);
        for (int i = 0; i < results.Length; i++)
            RecordedPass.Add(tape, sums, wanted[i], results[i]);
    }

    // Sets the tangents of the function's results that stand before an end.
    public static void Forward<T>(Tape<T> tape, int head, int[] tangents, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<int> outputs = [], moving = Inputs(tape, head, index => tangents[index] >= 0);
        for (int output = head + 1; output <= head + tape.CheckpointAt(head).Outputs; output++)
        {
            if (output < end && tape.EntryAt(output).Is(EntryFlags.Active))
                outputs.Add(output);
        }

        bool record = tape.Recording;
        Variable<T>[] results = new Variable<T>[outputs.Count];
        Run(tape, head, moving.ConvertAll(input => tape.HandleOf(tangents[input])), results, (given, floor, products) =>
        {
            int[] roots = [.. outputs.ConvertAll(output => tape.LastReturned[output - head - 1].Entry)];
            ForwardPass.Run(tape, roots, [.. moving], given, products, record, floor);
        }, outputs);
        for (int i = 0; i < results.Length; i++)
            tangents[outputs[i]] = ForwardPass.Sum(tape, tangents[outputs[i]], results[i].Index);
    }

    private delegate void Differentiation<T>(ReadOnlySpan<Variable<T>> given, int floor, Span<int> products)
        where T : unmanaged, IFloatingPointIeee754<T>;

    // Runs the function again inside a checkpoint of its own and differentiates what it records. The products have the shapes of the entries `like`.
    private static void Run<T>(Tape<T> tape, int head, List<Variable<T>> given, Variable<T>[] results, Differentiation<T> differentiation, List<int> like)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SuspendedSweep sweep = tape.Suspend();
        try
        {
            tape.RunCheckpointed(new CheckpointedFunction<T>((inputs, products) =>
            {
                bool recording = tape.Recording;
                int floor = tape.Count;
                int[] places = new int[like.Count];
                tape.Recording = true;
                try
                {
                    tape.RunWithin(head);
                    differentiation(inputs, floor, places);
                }
                finally
                {
                    tape.Recording = recording;
                }

                for (int i = 0; i < places.Length; i++)
                    products[i] = places[i] >= 0 ? tape.HandleOf(places[i]) : tape.Fill(T.Zero, tape.EntryAt(like[i]).Shape);
            }), [.. given], results);
        }
        finally
        {
            tape.Resume(in sweep);
        }
    }

    private static List<int> Inputs<T>(Tape<T> tape, int head, Predicate<int> isWanted)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<int> inputs = [];
        for (int i = 0; i < tape.EntryAt(head).InputCount; i++)
        {
            int input = tape.InputOf(head, i);
            if (isWanted(input) && !inputs.Contains(input))
                inputs.Add(input);
        }

        return inputs;
    }
}
