using System;
using System.Diagnostics;
using System.Numerics;
using System.Reflection;

namespace AutoDiff.Checking;

internal sealed class MemoryLaw() : Law("Memory", "gradients add up in place, memory comes back, and a repeated step allocates nothing", LawScope.Sweeps)
{
    private const int Rounds = 64;

    // Without optimisation, spans of constants in the calls themselves cost memory (RuntimeHelpers.CreateSpan is then a real
    // call). The call is then left out of the count, and the operations' own computations are counted once more instead.
    private static readonly bool Optimised =
        typeof(MemoryLaw).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    private protected override string? Examine<T>(Trial<T> trial) => Claims(trial) ?? UsedTwice(trial) ?? Allocations(trial);

    // What an operation claims of itself (CanAccumulate, CanOverwrite) decides where the sweep computes it.
    private static string? Claims<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        trial.Call(tape, out _);
        string? broken = null;
        for (int i = 0; i < tape.Count && broken is null; i++)
        {
            Dispatcher<T>? dispatcher = tape.EntryAt(i).Dispatcher;
            if (dispatcher is { CanAccumulate: true })
                broken = Accumulates(trial, tape, i, dispatcher);
            if (dispatcher is { CanOverwrite: true } && broken is null)
                broken = Overwrites(trial, tape, i, dispatcher);
        }

        return broken;
    }

    private static string? Accumulates<T>(Trial<T> trial, Tape<T> tape, int entry, Dispatcher<T> dispatcher)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] result = Precisions<T>.Widen(tape.ValuesAt(entry)), old = trial.Cotangent(result.Length, 90);
        Span<T> output = Precisions<T>.Round(old);
        dispatcher.Forward(tape, entry, output, accumulate: true);
        double[] expected = Vectors.Combine(1, old, 1, result);
        return Compare(trial, dispatcher.Name, "claims to add to what is there (CanAccumulate), but", output, expected);
    }

    private static string? Overwrites<T>(Trial<T> trial, Tape<T> tape, int entry, Dispatcher<T> dispatcher)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] result = Precisions<T>.Widen(tape.ValuesAt(entry));
        for (int input = 0; input < tape.EntryAt(entry).InputCount; input++)
        {
            Span<T> over = tape.ValuesAt(tape.InputOf(entry, input));
            if (over.Length != result.Length || IsPartOfAnother(tape, entry, over))
                continue;
            T[] kept = over.ToArray();
            dispatcher.Forward(tape, entry, over, accumulate: false);
            string? broken = Compare(trial, dispatcher.Name, $"claims to compute over input {input} (CanOverwrite), but", over, result);
            kept.CopyTo(over);
            if (broken is not null)
                return broken;
        }

        return null;
    }

    // Views of one array may overlap element by other element; the sweep computes only over whole buffers.
    private static bool IsPartOfAnother<T>(Tape<T> tape, int entry, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int other = 0; other < tape.EntryAt(entry).InputCount; other++)
        {
            ReadOnlySpan<T> others = tape.ValuesAt(tape.InputOf(entry, other));
            if (others.Overlaps(values, out int offset) && (offset != 0 || others.Length != values.Length))
                return true;
        }

        return false;
    }

    // Two uses of every input, and a root counted twice: three times the gradient, and no block left behind.
    private static string? UsedTwice<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        Variable<T> once = trial.Call(tape, out Variable<T>[] inputs), again = trial.Case.Function(inputs);
        double[] drawn = trial.Cotangent(once.Shape.Count, 91);
        Variable<T> w = tape.Constant(Precisions<T>.Round(drawn), once.Shape);
        int before = tape.Count;
        Variable<T>[] gradients = tape.Vjp([once, again, again], [w, w, w], inputs, record: false, Unconnected.Zero);
        if (tape.Count != before + inputs.Length)
            return $"the sweep left {tape.Count - before - inputs.Length} values on the tape.";
        if (tape.Pass.LeftLive != 0)
            return $"after the sweep {tape.Pass.LeftLive} blocks were not given back.";
        double[][] plain = trial.Probe.Vjp(trial.At, drawn);
        for (int i = 0; i < plain.Length; i++)
        {
            string? broken = Compare(trial, $"the gradient of input {i}", "with three uses", gradients[i].Values, Vectors.Combine(3, plain[i], 0, plain[i]));
            if (broken is not null)
                return broken;
        }

        return null;
    }

    // Parameters stay where they are and the tape is reset, as in training: after a few steps nothing is left to allocate.
    private static string? Allocations<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        Parameter<T>[] parameters = new Parameter<T>[trial.At.Length];
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] = new Parameter<T>("input", trial.Probe.Shapes[i], Precisions<T>.Round(trial.At[i]));
        Variable<T>[] inputs = new Variable<T>[parameters.Length], roots = new Variable<T>[1], cotangents = new Variable<T>[1];
        T[] w = [];
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            tape.Reset();
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = tape.Use(parameters[i]);
            long call = GC.GetAllocatedBytesForCurrentThread();
            roots[0] = trial.Case.Function(inputs);
            before += Optimised ? 0 : GC.GetAllocatedBytesForCurrentThread() - call;
            if (round == 0)
                w = Precisions<T>.Round(trial.Cotangent(roots[0].Shape.Count, 92));
            cotangents[0] = tape.Constant(w, roots[0].Shape);
            tape.Backward(roots, cotangents);
            if (!Optimised)
                ComputeAgain(tape);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            if (least == 0)
                return null;
        }

        return $"every step allocates {least} bytes or more on the garbage-collected heap.";
    }

    private static void ComputeAgain<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < tape.Count; i++)
        {
            if (tape.EntryAt(i).Dispatcher is { } dispatcher && !tape.EntryAt(i).Is(EntryFlags.View))
                dispatcher.Forward(tape, i, tape.ValuesAt(i), accumulate: false);
        }
    }

    private static string? Compare<T>(Trial<T> trial, string who, string what, ReadOnlySpan<T> values, double[] expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] actual = Precisions<T>.Widen(values);
        double allowed = 4 * trial.Case.Ulps * Precisions<T>.Epsilon * Math.Max(Vectors.MaxAbs(expected), Vectors.MaxAbs(trial.At));
        int far = Vectors.FirstFar(actual, expected, double.IsFinite(allowed) ? allowed : 0);
        return far < 0 ? null : FormattableString.Invariant($"{who} {what} element {far} is {actual[far]:R} instead of {expected[far]:R}.");
    }
}
