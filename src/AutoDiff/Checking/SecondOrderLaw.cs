using System;
using System.Numerics;

namespace AutoDiff.Checking;

internal sealed class SecondOrderLaw() : Law("SecondOrder", "the rules are differentiated rightly, and Hessians are symmetric", LawScope.DoubleSlopes)
{
    private const double Tolerance = 1e-6;

    private protected override string? Examine<T>(Trial<T> trial)
    {
        double[] w = trial.Cotangent(trial.Probe.Value(trial.At).Length, 40);
        double[][] v = trial.Tangents(41), u = trial.Tangents(42);
        return Recorded(trial, w) ?? ByDifferences(trial, w, v, u) ?? Symmetric(trial, w, v, u);
    }

    // A gradient that is recorded takes other paths through the sweep than one that is not.
    private static string? Recorded<T>(Trial<T> trial, double[] w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][] plain = trial.Probe.Vjp(trial.At, w), recorded = trial.Probe.Vjp(trial.At, w, record: true);
        for (int i = 0; i < plain.Length; i++)
        {
            int far = Vectors.FirstFar(recorded[i], plain[i], Precisions<T>.Agreement * (Vectors.MaxAbs(plain[i]) + 1e-6));
            if (far >= 0)
                return FormattableString.Invariant($"the gradient of input {i}, element {far}, is {plain[i][far]:R}, and recorded {recorded[i][far]:R}.");
        }

        return null;
    }

    private static string? ByDifferences<T>(Trial<T> trial, double[] w, double[][] v, double[][] u)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double analytic = Vectors.Dot(trial.Probe.HessianByReverse(trial.At, w, v), u);
        Slope slope = Slope.Compare(
            analytic,
            h => Vectors.Dot(trial.Probe.Vjp(Vectors.Along(trial.At, h, u), w), v),
            1,
            Tolerance,
            Precisions<T>.Epsilon,
            Vectors.MaxAbs(w) * Vectors.MaxAbs(v));
        return slope.Verdict is not SlopeVerdict.Differs
            ? null
            : FormattableString.Invariant($"the slope of <Vjp(w), v> along u is {analytic:R} by the rules, {slope.Numeric:R} by finite differences; ")
                + FormattableString.Invariant($"relative error {slope.Error:G3}.");
    }

    private static string? Symmetric<T>(Trial<T> trial, double[] w, double[][] v, double[][] u)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][] hessianV = trial.Probe.HessianByReverse(trial.At, w, v), hessianU = trial.Probe.HessianByReverse(trial.At, w, u);
        double left = Vectors.Dot(u, hessianV), right = Vectors.Dot(v, hessianU);
        double magnitude = Vectors.AbsDot(u, hessianV) + Vectors.AbsDot(v, hessianU) + 1e-6;
        if (!(Math.Abs(left - right) <= Precisions<T>.Agreement * magnitude))
            return FormattableString.Invariant($"<u, H v> is {left:R}, <v, H u> is {right:R}.");
        double forward = Vectors.Dot(u, trial.Probe.HessianByForward(trial.At, w, v));
        return Math.Abs(left - forward) <= Precisions<T>.Agreement * magnitude
            ? null
            : FormattableString.Invariant($"<u, H v> is {left:R} by reverse over reverse, {forward:R} by forward over reverse.");
    }
}
