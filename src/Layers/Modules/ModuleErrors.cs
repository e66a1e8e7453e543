using System;

namespace AutoDiff.Layers;

// The wording of errors that several modules share.
internal static class ModuleErrors
{
    public static void RequirePositive(string module, string first, int firstValue, string second, int secondValue)
    {
        if (firstValue < 1 || secondValue < 1)
            throw new ArgumentException($"{module}: a size is not positive: {first} is {firstValue}, {second} is {secondValue}; need 1 or more each.");
    }

    public static double RequireEpsilon(string module, double epsilon) => epsilon >= 0 && double.IsFinite(epsilon)
        ? epsilon
        : throw new ArgumentException(FormattableString.Invariant($"{module}: not an epsilon: {epsilon}; need a small number that is not negative."));

    public static void RequireDivisor(string module, string what, int divisor, string of, int first, int second)
    {
        if (divisor < 1 || first % divisor != 0 || second % divisor != 0)
            throw new ArgumentException(
                $"{module}: {what} do not divide {of}: {divisor} of {(first == second ? $"{first}" : $"{first} and {second}")}; "
                    + $"need 1 or more {what} that divide {of}.");
    }
}
