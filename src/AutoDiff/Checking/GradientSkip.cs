using System;

namespace AutoDiff.Checking;

/// <summary>A derivative that was not judged, since finite differences mean nothing there.</summary>
/// <param name="Check">What the gradient was to be compared with.</param>
/// <param name="Input">The input's name; <c>all inputs</c> for a direction that moves all.</param>
/// <param name="InputIndex">Which input, from 0; -1 for all.</param>
/// <param name="Element">Which element of the input, counted row-major; -1 for a direction that moves several.</param>
/// <param name="Analytic">What the rules say.</param>
/// <param name="Reason">Why it was not judged.</param>
public sealed record GradientSkip(string Check, string Input, int InputIndex, int Element, double Analytic, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Check}: {(InputIndex < 0 ? "" : $"input {InputIndex} ")}{Input}, {(Element < 0 ? "along a direction" : $"element {Element}")}: not judged: "
            + FormattableString.Invariant($"{Reason}; {Analytic:R} by the rules");
}
