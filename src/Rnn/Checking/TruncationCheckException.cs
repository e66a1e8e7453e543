using System;

namespace AutoDiff.Rnn;

/// <summary>A check of a truncated gradient failed.</summary>
/// <param name="report">What was found.</param>
public sealed class TruncationCheckException(TruncationReport report) : Exception(report.ToString())
{
    /// <summary>What was found.</summary>
    public TruncationReport Report { get; } = report;
}
