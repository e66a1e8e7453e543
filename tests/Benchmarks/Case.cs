using System;
using System.Collections.Generic;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Benchmarks;

// A row of the report: a workload, how to open it, and what it is measured against.
internal sealed record Case(string Name, string Summary, Func<IWorkload> Open)
{
    // What a step consists of, for the time of one.
    public string Unit { get; init; } = "step";

    public int Units { get; init; } = 1;

    // How many times faster than the peer it should be; 0 for no goal.
    public double Goal { get; init; }

    // Whether it takes so long, or so much memory, that it is only run by its name or its family's.
    public bool IsLong { get; init; }

    // Floating-point operations of a step's matrix products; 0 where they are not counted.
    public double Flops { get; init; }

    // Which of the processor's peaks they are measured by.
    public bool IsDouble { get; init; }

    // A single matrix product, not a training step.
    public bool IsProduct => Name.StartsWith("gemm-", StringComparison.Ordinal);

    // One whose second factor was packed before.
    public bool IsPacked => IsProduct && Name.Contains("-packed-", StringComparison.Ordinal);

    // Those whose first losses must agree with ours; the default is PyTorch.
    public Func<IWorkload, IReadOnlyList<IPeer>>? OpenPeers { get; init; }

    // Whether a request for `word` means this row: by its name, or by a family's.
    public bool Answers(string word) =>
        (word == "all" && !IsLong)
            || Name == word
            || Name.StartsWith(word + "-", StringComparison.Ordinal)
            || (word == "chain" && Name.StartsWith(word, StringComparison.Ordinal));
}
