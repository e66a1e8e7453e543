using System;

namespace AutoDiff.Checking;

/// <summary>A gradient check failed: a derivative is wrong, or nothing could be compared.</summary>
/// <param name="report">What was found.</param>
public sealed class GradientCheckException(GradientReport report) : Exception(report.ToString())
{
    /// <summary>What was found.</summary>
    public GradientReport Report { get; } = report;
}
