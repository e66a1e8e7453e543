using System.Collections.Generic;
using System.Globalization;
using System.Text;
using AutoDiff.Checking;

namespace AutoDiff.Rnn;

/// <summary>What a check of a truncated gradient found.</summary>
public sealed class TruncationReport
{
    internal TruncationReport(Truncation truncation, GradientReport cutFunction, int compared, IReadOnlyList<TruncationMismatch> mismatches, Truncation? resembles)
    {
        Truncation = truncation;
        CutFunction = cutFunction;
        Compared = compared;
        Mismatches = mismatches;
        Resembles = resembles;
    }

    /// <summary>The policy that was to be carried out.</summary>
    public Truncation Truncation { get; }

    /// <summary>The check of the cut function itself, against finite differences and forward mode: it fails where a rule of the model is wrong.</summary>
    public GradientReport CutFunction { get; }

    /// <summary>How many elements of the gradient were compared with the sum over all losses.</summary>
    public int Compared { get; }

    /// <summary>The elements that are wrong.</summary>
    public IReadOnlyList<TruncationMismatch> Mismatches { get; }

    /// <summary>The policy whose gradient a wrong one is, where it is that of a shorter or longer window, of chunks, or of none; null where it is no such.</summary>
    public Truncation? Resembles { get; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool Passed => CutFunction.Passed && Mismatches.Count == 0;

    /// <summary>The findings.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"TruncationCheck of {Truncation}: {Mismatches.Count} wrong of {Compared} elements of the gradient.");
        if (Resembles is Truncation other)
            text.Append(CultureInfo.InvariantCulture, $" It is the gradient under {other}: is a state detached too early or too late?");
        foreach (TruncationMismatch mismatch in Mismatches)
            text.AppendLine().Append("  ").Append(mismatch);
        if (!CutFunction.Passed)
            text.AppendLine().Append(CutFunction);
        return text.ToString();
    }
}
