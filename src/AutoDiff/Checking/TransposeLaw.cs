using System;
using System.Numerics;

namespace AutoDiff.Checking;

// No step size, no truncation error: the sharpest of the laws.
internal sealed class TransposeLaw() : Law("Transpose", "<w, Jvp(v)> = <Vjp(w), v>", LawScope.Slopes)
{
    private protected override string? Examine<T>(Trial<T> trial)
    {
        double[][] v = trial.Tangents();
        double[] forward = trial.Probe.Jvp(trial.At, v), w = trial.Cotangent(forward.Length);
        double[][] reverse = trial.Probe.Vjp(trial.At, w);
        string? whole = Compare<T>(w, forward, reverse, v, "all inputs");
        for (int i = 0; i < v.Length && (whole is not null || v.Length > 1); i++)
        {
            double[][] one = Vectors.Zeros(v);
            one[i] = v[i];
            string? part = Compare<T>(w, trial.Probe.Jvp(trial.At, one), reverse, one, $"input {i}");
            if (part is not null)
                return part;
        }

        return whole;
    }

    private static string? Compare<T>(double[] w, double[] forward, double[][] reverse, double[][] v, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double left = Vectors.Dot(w, forward), right = Vectors.Dot(reverse, v);
        double magnitude = Vectors.AbsDot(w, forward) + Vectors.AbsDot(reverse, v) + (1e-6 * Vectors.MaxAbs(w) * Vectors.MaxAbs(v));
        return Math.Abs(left - right) <= Precisions<T>.Agreement * magnitude
            ? null
            : FormattableString.Invariant($"along {what}, <w, Jvp(v)> is {left:R}, <Vjp(w), v> is {right:R}; relative error {Math.Abs(left - right) / magnitude:G3}.");
    }
}
