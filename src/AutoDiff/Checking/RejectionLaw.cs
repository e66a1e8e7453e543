using System;
using System.Numerics;

namespace AutoDiff.Checking;

internal sealed class RejectionLaw() : Law("Rejection", "bad input is refused with a text that helps, and leaves no trace", LawScope.Refusals)
{
    private protected override string? Examine<T>(Trial<T> trial)
    {
        using Tape<T> tape = new();
        Variable<T>[] inputs = new Variable<T>[trial.At.Length];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = tape.Variable(Trial<T>.Round(trial.At[i]), trial.Probe.Shapes[i]);
        TapeCounters before = tape.Counters;
        try
        {
            Variable<T> y = trial.Case.Function(inputs);
            return $"it was accepted, with the result {y}; it should be refused with the words {Words(trial.Case)}.";
        }
        catch (ArgumentException refusal)
        {
            foreach (string word in trial.Case.Refusal)
            {
                if (!refusal.Message.Contains(word, StringComparison.Ordinal))
                    return $"the refusal lacks {CSharpText.Quote(word)}: {refusal.Message}";
            }
        }

        return tape.Counters == before ? null : $"the refusal left a trace on the tape: {before} before, {tape.Counters} after.";
    }

    private static string Words<T>(WorkedCase<T> worked)
        where T : unmanaged, IFloatingPointIeee754<T> => string.Join(", ", worked.Refusal);
}
