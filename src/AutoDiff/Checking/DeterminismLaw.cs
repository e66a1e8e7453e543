namespace AutoDiff.Checking;

internal sealed class DeterminismLaw() : Law("Determinism", "every run gives the same bits", LawScope.Values)
{
    private protected override string? Examine<T>(Trial<T> trial)
    {
        double[] first = trial.Probe.Value(trial.At), second = trial.Probe.Value(trial.At);
        int other = Vectors.FirstOtherBits(first, second);
        if (other >= 0)
            return $"element {other} is {first[other]:R} in one run and {second[other]:R} in the next.";
        if (trial.Case.IsConstant || trial.At.Length == 0)
            return null;
        double[] w = trial.Cotangent(first.Length, 80);
        double[][] gradients = trial.Probe.Vjp(trial.At, w), again = trial.Probe.Vjp(trial.At, w);
        for (int i = 0; i < gradients.Length; i++)
        {
            other = Vectors.FirstOtherBits(gradients[i], again[i]);
            if (other >= 0)
                return $"the gradient of input {i}, element {other}, is {gradients[i][other]:R} in one run and {again[i][other]:R} in the next.";
        }

        double[][] v = trial.Tangents(81);
        double[] tangent = trial.Probe.Jvp(trial.At, v), tangentAgain = trial.Probe.Jvp(trial.At, v);
        other = Vectors.FirstOtherBits(tangent, tangentAgain);
        return other < 0 ? null : $"the tangent, element {other}, is {tangent[other]:R} in one run and {tangentAgain[other]:R} in the next.";
    }
}
