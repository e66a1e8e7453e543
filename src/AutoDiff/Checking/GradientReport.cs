using System.Collections.Generic;
using System.Text;

namespace AutoDiff.Checking;

/// <summary>What a gradient check found.</summary>
public sealed class GradientReport
{
    private readonly int _elements;
    private readonly string _repro;

    internal GradientReport(string function, int elements, int compared, IReadOnlyList<GradientSkip> skips, IReadOnlyList<GradientMismatch> mismatches, string repro)
    {
        Function = function;
        _elements = elements;
        Compared = compared;
        Skips = skips;
        Mismatches = mismatches;
        _repro = repro;
    }

    /// <summary>The text of the function that was checked.</summary>
    public string Function { get; }

    /// <summary>How many derivatives were compared.</summary>
    public int Compared { get; }

    /// <summary>How many were not judged, since the function has a kink there or leaves its domain.</summary>
    public int Skipped => Skips.Count;

    /// <summary>What was not judged, and why.</summary>
    public IReadOnlyList<GradientSkip> Skips { get; }

    /// <summary>The derivatives that are wrong.</summary>
    public IReadOnlyList<GradientMismatch> Mismatches { get; }

    /// <summary>Whether something was compared, and nothing is wrong. A function without any element to move passes.</summary>
    public bool Passed => Mismatches.Count == 0 && (Compared > 0 || _elements == 0);

    /// <summary>The findings, and where something is wrong the C# that shows it again.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append("GradientCheck of ").Append(Function.Length > 0 ? Function : "a function").Append(": ");
        text.Append(Mismatches.Count).Append(" wrong of ").Append(Compared).Append(" compared, ").Append(Skipped).Append(" skipped at kinks or outside the domain.");
        if (Passed)
            return text.ToString();
        if (Mismatches.Count == 0)
            text.AppendLine().Append(
                Skipped > 0 ? "Nothing was left to compare; need inputs away from kinks and inside the domain." : "Nothing was compared; need a direction at least.");
        foreach (GradientSkip skip in Mismatches.Count == 0 ? Skips : [])
            text.AppendLine().Append("  ").Append(skip);
        foreach (GradientMismatch mismatch in Mismatches)
            text.AppendLine().Append("  ").Append(mismatch);
        return text.AppendLine().AppendLine("Again:").Append(_repro).ToString();
    }
}
