using System;
using System.Numerics;

namespace AutoDiff.Checking;

internal sealed class LinearityLaw() : Law("Linearity", "both rules are linear in their last argument", LawScope.Slopes)
{
    private const double A = 0.75, B = -1.5;

    private protected override string? Examine<T>(Trial<T> trial) => Reverse(trial) ?? Forward(trial);

    private static string? Reverse<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = trial.Probe.Value(trial.At).Length;
        double[] w = trial.Cotangent(count, 30), u = trial.Cotangent(count, 31);
        double[][] ofW = trial.Probe.Vjp(trial.At, w), ofU = trial.Probe.Vjp(trial.At, u);
        double[][] ofSum = trial.Probe.Vjp(trial.At, Vectors.Combine(A, w, B, u)), sum = Vectors.Combine(A, ofW, B, ofU);
        double[][] ofZero = trial.Probe.Vjp(trial.At, new double[count]);
        for (int i = 0; i < sum.Length; i++)
        {
            string? broken = Compare<T>(ofSum[i], sum[i], ofZero[i], Vectors.MaxAbs(ofW[i]) + Vectors.MaxAbs(ofU[i]));
            if (broken is not null)
                return $"Vjp to input {i}: {broken}";
        }

        return null;
    }

    private static string? Forward<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][] v = trial.Tangents(32), u = trial.Tangents(33);
        double[] ofV = trial.Probe.Jvp(trial.At, v), ofU = trial.Probe.Jvp(trial.At, u);
        double[] ofSum = trial.Probe.Jvp(trial.At, Vectors.Combine(A, v, B, u)), sum = Vectors.Combine(A, ofV, B, ofU);
        string? broken = Compare<T>(ofSum, sum, trial.Probe.Jvp(trial.At, Vectors.Zeros(v)), Vectors.MaxAbs(ofV) + Vectors.MaxAbs(ofU));
        return broken is null ? null : $"Jvp: {broken}";
    }

    private static string? Compare<T>(double[] ofSum, double[] sum, double[] ofZero, double magnitude)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double allowed = Precisions<T>.Agreement * Math.Max(magnitude, 1e-6);
        int zero = Vectors.FirstFar(ofZero, new double[ofZero.Length], allowed);
        if (zero >= 0)
            return FormattableString.Invariant($"of zeros, element {zero} is {ofZero[zero]:R}.");
        int far = Vectors.FirstFar(ofSum, sum, allowed);
        return far < 0 ? null : FormattableString.Invariant($"of a sum, element {far} is {ofSum[far]:R}; the sum of both is {sum[far]:R}.");
    }
}
