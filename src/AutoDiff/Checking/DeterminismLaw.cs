using System;
using System.Numerics;
using System.Threading;

namespace AutoDiff.Checking;

internal sealed class DeterminismLaw() : Law("Determinism", "every run gives the same bits, on one thread and on two", LawScope.Values)
{
    // The number of threads belongs to the process.
    private static readonly Lock Gate = new();

    private protected override string? Examine<T>(Trial<T> trial)
    {
        lock (Gate)
        {
            int threads = Threading.MaxThreads;
            try
            {
                Threading.MaxThreads = 1;
                Answer first = Solve(trial);
                string? broken = Compare(first, Solve(trial), "in the next");
                if (broken is not null)
                    return broken;
                Threading.MaxThreads = 2;
                return Compare(first, Solve(trial), "on two threads");
            }
            finally
            {
                Threading.MaxThreads = threads;
            }
        }
    }

    private static Answer Solve<T>(Trial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] result = trial.Probe.Value(trial.At);
        if (trial.Case.IsConstant || trial.At.Length == 0)
            return new(result, [], []);
        return new(result, trial.Probe.Vjp(trial.At, trial.Cotangent(result.Length, 80)), trial.Probe.Jvp(trial.At, trial.Tangents(81)));
    }

    private static string? Compare(Answer first, Answer second, string how)
    {
        string? broken = Compare("the result", first.Result, second.Result, how);
        for (int i = 0; i < first.Gradients.Length && broken is null; i++)
            broken = Compare($"the gradient of input {i}", first.Gradients[i], second.Gradients[i], how);
        return broken ?? Compare("the tangent", first.Tangent, second.Tangent, how);
    }

    private static string? Compare(string what, double[] first, double[] second, string how)
    {
        int other = Vectors.FirstOtherBits(first, second);
        return other < 0 ? null : FormattableString.Invariant($"element {other} of {what} is {first[other]:R} in one run and {second[other]:R} {how}.");
    }

    private readonly record struct Answer(double[] Result, double[][] Gradients, double[] Tangent);
}
