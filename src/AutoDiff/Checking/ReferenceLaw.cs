using System;

namespace AutoDiff.Checking;

internal sealed class ReferenceLaw() : Law("Reference", "the result equals the plain reference", LawScope.Values)
{
    private protected override string? Examine<T>(Trial<T> trial)
    {
        if (trial.Case.Reference is null)
            return "the case has no reference; give it one, or the words of its refusal.";
        double[] expected = trial.Case.Reference(Array.ConvertAll(trial.At, input => (double[])input.Clone()));
        double[] actual = trial.Probe.Value(trial.At, out Shape shape);
        if (actual.Length != expected.Length)
            return $"the result {shape} has {actual.Length} elements, the reference {expected.Length}.";
        double magnitude = Math.Max(Vectors.MaxAbs(expected), Vectors.MaxAbs(trial.At));
        double allowed = trial.Case.Ulps * Precisions<T>.Epsilon * (double.IsFinite(magnitude) ? magnitude : 0);
        int far = Vectors.FirstFar(actual, expected, allowed);
        return far < 0 ? null : FormattableString.Invariant($"element {far} of {shape} is {actual[far]:R}, the reference says {expected[far]:R}; allowed are {allowed:G3}.");
    }
}
