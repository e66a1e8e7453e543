using System;

namespace AutoDiff.Checking;

/// <summary>A derivative that two ways of computing it disagree about.</summary>
/// <param name="Check">What the gradient was compared with.</param>
/// <param name="Input">The input's name; <c>all inputs</c> for a direction that moves all.</param>
/// <param name="InputIndex">Which input, from 0; -1 for all.</param>
/// <param name="Element">Which element of the input, counted row-major; -1 for a direction that moves several.</param>
/// <param name="Analytic">What the rules say.</param>
/// <param name="Numeric">What the other way says.</param>
/// <param name="Error">
/// The difference: from finite differences relative to the larger of both, or to what rounding leaves to be resolved where that is more; from another mode
/// relative to the sum of the terms' magnitudes.
/// </param>
/// <param name="Reason">What disagrees.</param>
public sealed record GradientMismatch(string Check, string Input, int InputIndex, int Element, double Analytic, double Numeric, double Error, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Check}: {(InputIndex < 0 ? "" : $"input {InputIndex} ")}{Input}, {(Element < 0 ? "along a direction" : $"element {Element}")}: {Reason}: "
            + FormattableString.Invariant($"{Analytic:R} by the rules, {Numeric:R} otherwise, relative error {Error:G3}");
}
