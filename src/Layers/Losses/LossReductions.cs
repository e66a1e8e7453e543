using System;

namespace AutoDiff.Layers;

// Whether the losses of so many targets can become one number as it is asked for.
internal static class LossReductions
{
    public static void Check(string operation, LossReduction reduction)
    {
        if (!Enum.IsDefined(reduction))
            throw new ArgumentException($"{operation}: there is no loss reduction {(int)reduction}; need one of {string.Join(", ", Enum.GetNames<LossReduction>())}.");
    }

    public static void Check(string operation, LossReduction reduction, int targets)
    {
        Check(operation, reduction);
        if (reduction == LossReduction.Mean && targets == 0)
            throw new ArgumentException($"{operation}: nothing to average: there are no targets; need at least one. Use LossReduction.Sum where there may be none.");
    }
}
