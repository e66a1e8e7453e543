using System;

namespace AutoDiff.Checking;

internal sealed class TangentLaw() : Law("Tangent", "Jvp equals the directional finite difference", LawScope.DoubleSlopes)
{
    private const double Tolerance = 1e-6;
    private const int Directions = 2;

    private protected override string? Examine<T>(Trial<T> trial)
    {
        int count = trial.Probe.Value(trial.At).Length;
        for (int direction = 0; direction < Directions; direction++)
        {
            double[] w = trial.Cotangent(count, 10 + direction);
            double[][] v = trial.Tangents(20 + direction);
            double analytic = Vectors.Dot(w, trial.Probe.Jvp(trial.At, v));
            Slope slope = Slope.Compare(
                analytic,
                h => Vectors.Dot(w, trial.Probe.Value(Vectors.Along(trial.At, h, v))),
                1,
                Tolerance,
                Precisions<T>.Epsilon,
                Vectors.MaxAbs(trial.At));
            if (slope.Verdict is SlopeVerdict.Differs)
                return FormattableString.Invariant($"along direction {direction}, Jvp gives {analytic:R}, finite differences {slope.Numeric:R}; relative error {slope.Error:G3}.");
            if (slope.Verdict is SlopeVerdict.OutOfDomain)
                return $"along direction {direction}, the function is not finite beside the inputs; give the case intervals inside its domain.";
        }

        return null;
    }
}
