using System;
using System.Numerics;

namespace AutoDiff.Checking;

internal sealed class PurityLaw() : Law("Purity", "inputs, cotangents and results are not written to", LawScope.Values)
{
    private protected override string? Examine<T>(Trial<T> trial)
    {
        using Tape<T> tape = new();
        double[][] before = trial.At;
        Variable<T> y = trial.Call(tape, out Variable<T>[] inputs);
        string? broken = Changed(inputs, before, "Forward");
        if (broken is not null || trial.Case.IsConstant || inputs.Length == 0)
            return broken;

        double[] result = Precisions<T>.Widen(y.Values), cotangent = trial.Cotangent(y.Shape.Count, 60);
        Variable<T> w = tape.Constant(Precisions<T>.Round(cotangent), y.Shape);
        Variable<T>[] v = new Variable<T>[inputs.Length];
        double[][] tangents = trial.Tangents(61);
        for (int i = 0; i < v.Length; i++)
            v[i] = tape.Constant(Precisions<T>.Round(tangents[i]), inputs[i].Shape);

        tape.Vjp([y], [w], inputs, record: false, Unconnected.Zero);
        broken = Changed(inputs, before, "Vjp") ?? Changed([y, w], [result, cotangent], "Vjp");
        if (broken is not null)
            return broken;
        tape.Vjp([y], [w], inputs, record: true, Unconnected.Zero);
        tape.Jvp([y], inputs, v, record: false, Unconnected.Zero);
        return Changed(inputs, before, "Jvp") ?? Changed([y, w, .. v], [result, cotangent, .. tangents], "Jvp");
    }

    private static string? Changed<T>(ReadOnlySpan<Variable<T>> variables, double[][] before, string by)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < variables.Length; i++)
        {
            double[] now = Precisions<T>.Widen(variables[i].Values);
            int changed = Vectors.FirstOtherBits(now, before[i]);
            if (changed >= 0)
                return FormattableString.Invariant($"{by} changed element {changed} of {variables[i]} from {before[i][changed]:R} to {now[changed]:R}.");
        }

        return null;
    }
}
