using System;
using System.Collections.Generic;

namespace AutoDiff.Checking;

internal sealed class PrecisionLaw() : Law("Precision", "a narrow type agrees with double, within the case's rounding errors", LawScope.Values)
{
    // A gradient is a longer computation than the value.
    private const double GradientAllowance = 4;

    private protected override string? Examine<T>(Trial<T> trial)
    {
        if (Precisions<T>.IsDouble || trial.InDouble is null)
            return null;
        Probe<double> wide = Probe<double>.Of(trial.Probe.Shapes, trial.InDouble.Function);
        double[] narrow = trial.Probe.Value(trial.At), exact = wide.Value(trial.At);
        double unit = trial.Case.Ulps * Precisions<T>.Epsilon, inputs = Vectors.MaxAbs(trial.At);
        string? broken = Compare("", narrow, exact, unit * Math.Max(inputs, Vectors.MaxAbs(exact)));
        if (broken is not null || trial.Case.IsConstant || trial.At.Length == 0)
            return broken;
        double[] w = trial.Cotangent(exact.Length, 70);
        double[][] narrowBar = trial.Probe.Vjp(trial.At, w), exactBar = wide.Vjp(trial.At, w);
        double magnitude = Math.Max(Math.Max(inputs, Vectors.MaxAbs(w)), Vectors.MaxAbs((IEnumerable<double[]>)exactBar));
        for (int i = 0; i < exactBar.Length && broken is null; i++)
            broken = Compare($"the gradient of input {i}, ", narrowBar[i], exactBar[i], GradientAllowance * unit * magnitude);
        return broken;
    }

    private static string? Compare(string what, double[] narrow, double[] exact, double allowed)
    {
        int far = Vectors.FirstFar(narrow, exact, allowed);
        return far < 0 ? null : FormattableString.Invariant($"{what}element {far}, is {narrow[far]:R}, in double {exact[far]:R}; allowed are {allowed:G3}.");
    }
}
