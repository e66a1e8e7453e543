using System;
using System.Collections.Generic;

namespace AutoDiff.Oracle;

// The worst relative differences of values, gradients and second-order gradients so far. The difference of two arrays is the
// largest of their elements' over the largest element's size, or over Floor where all are smaller; infinite if one is not finite.
internal sealed class Difference
{
    private const double Floor = 1e-3;

    public double Value { get; private set; }

    public double Gradient { get; private set; }

    // Null where PyTorch never had one.
    public double? Second { get; private set; }

    public static Difference Of(Derivatives ours, Derivatives theirs)
    {
        Difference difference = new() { Value = Of(ours.Value, theirs.Value), Gradient = Worst(ours.Gradients, theirs.Gradients) };
        if (theirs.Second is { } second)
            difference.Second = Worst(ours.Second!, second);
        return difference;
    }

    public void Include(Difference other)
    {
        Value = Math.Max(Value, other.Value);
        Gradient = Math.Max(Gradient, other.Gradient);
        Second = other.Second is { } second ? Math.Max(Second ?? 0, second) : Second;
    }

    public bool Within(Bounds bounds, double theirError) =>
        Value <= Math.Max(bounds.Value, theirError) && Gradient <= Math.Max(bounds.Gradient, theirError) && !(Second > Math.Max(bounds.Second, theirError));

    private static double Worst(IReadOnlyList<IReadOnlyList<double>> ours, IReadOnlyList<IReadOnlyList<double>> theirs)
    {
        double worst = 0;
        for (int i = 0; i < ours.Count; i++)
            worst = Math.Max(worst, Of(ours[i], theirs[i]));
        return worst;
    }

    private static double Of(IReadOnlyList<double> ours, IReadOnlyList<double> theirs)
    {
        double size = Floor, worst = 0;
        foreach (double element in theirs)
            size = Math.Max(size, Math.Abs(element));
        for (int i = 0; i < ours.Count; i++)
            worst = Math.Max(worst, Math.Abs(ours[i] - theirs[i]));
        return double.IsFinite(worst) ? worst / size : double.PositiveInfinity;
    }
}
