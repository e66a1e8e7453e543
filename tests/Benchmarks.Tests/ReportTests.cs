using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Benchmarks;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Benchmarks.Reports;
using Xunit;

namespace AutoDiff.Tests.Benchmarks;

// What follows from measured rows, on rows that are made up.
public sealed class ReportTests
{
    private static readonly Peaks Peaks = new(100, 50);

    [Fact]
    public void GoalsAreCountedAndThoseMissedAreNamed()
    {
        string[] notes = Notes(
            Row("good", ours: 1, peer: 3, goal: 2), Row("bad", ours: 1, peer: 1.5, goal: 2), Row("alone", ours: 1), Row("without", ours: 1, peer: 9),
            Row("gemm-float-nn-1x1x1", ours: 1, peer: 1, goal: 0.95));
        Assert.Contains("Training steps at their goals: 1 of 2; below: bad 1.50 of 2.", notes);
        Assert.Contains("Products at their goals: 1 of 1.", notes);
        Assert.Contains("Products: geometric mean of the ratios 1.000.", notes);
    }

    [Fact]
    public void GarbageAndMemoryAreNamed()
    {
        string[] notes = Notes(
            Row("clean", ours: 1, peer: 1) with { PeakBytes = 10, PeerPeakBytes = 10 },
            Row("dirty", ours: 1, peer: 1) with { BytesPerStep = 24, PeakBytes = 11, PeerPeakBytes = 10 });
        Assert.Contains("No bytes allocated in a step: 1 of 2; others: dirty 24.", notes);
        Assert.Contains("Peak memory at most PyTorch's: 1 of 2; above: dirty.", notes);
    }

    [Fact]
    public void ThreadsAreComparedWithOne()
    {
        Report report = new(new Settings { Threads = 2 }, Peaks, [Row("a", ours: 1) with { OneThread = 1.75 }, Row("b", ours: 2) with { OneThread = 2 }]);
        Assert.Contains("2 threads against one: from 1.00 times as fast (b) to 1.75 (a).", Summary.Notes(report));
        Assert.Contains("x 1 thread", Column.Of(report.Rows).Select(column => column.Title));
    }

    // A first step of half a second, then ten a second.
    [Fact]
    public void TheFirstSecondIsAPartOfALaterOne()
    {
        Startup startup = Startup.Of([0, 0.5, .. Enumerable.Range(1, 46).Select(step => 0.5 + (0.1 * step))]);
        Assert.Equal(0.6, startup.FirstSecond, 1e-12);
        Assert.Equal(1, startup.LaterHalf, 1e-12);
        Assert.Equal(["first second", "its later half"], Column.Of([Row("a", ours: 1) with { Startup = startup }]).TakeLast(2).Select(column => column.Title));
    }

    // A row of 200 million operations in 4 milliseconds: 50 billion a second.
    [Fact]
    public void TheLimitIsThePeakOfThePrecision()
    {
        Case single = new("single", "", Nothing) { Flops = 2e8 }, twice = single with { IsDouble = true };
        Assert.Equal(0.5, (Row(single, 4) with { Peak = Peaks.Of(single) }).PartOfLimit!.Value, 12);
        Assert.Equal(1, (Row(twice, 4) with { Peak = Peaks.Of(twice) }).PartOfLimit!.Value, 12);
        Assert.Null(Row("uncounted", ours: 1).PartOfLimit);
    }

    [Fact]
    public void ColumnsThatSayNothingAreLeftOut()
    {
        Assert.Equal(
            ["workload", "ms a step", "spread", "per unit", "bytes a step", "x forward", "GFLOP/s", "of limit"],
            Column.Of([Row("a", ours: 1)]).Select(column => column.Title));
        Assert.Equal(14, Column.Of([Row("a", ours: 1, peer: 2) with { PeakBytes = 1, PeerPeakBytes = 1 }]).Count);
    }

    [Fact]
    public void APageHasTablesOfEqualRowsAndNoMachinesName()
    {
        Report report = new(
            new Settings { Command = "all --peers" }, Peaks,
            [
                Row("mlp", ours: 1, peer: 3, goal: 2),
                Row("alone", ours: 1),
                Row("gemm-float-nn-1x1x1", ours: 0.001, peer: 0.002, goal: 1),
                Row("gemm-double-nn-1x1x1", ours: 0.001),
            ]);
        string page = Page.Text(report);
        Assert.Contains("tests/Benchmarks -- all --peers\n", page, StringComparison.Ordinal);
        Assert.Contains("| `mlp` | 1.00 | ", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, page, StringComparison.Ordinal);
        foreach (string section in page.Split("\n## ").Where(section => section.Contains("| ---", StringComparison.Ordinal)))
            Assert.Single(section.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Count(letter => letter == '|')).Distinct());
    }

    [Fact]
    public void AProductOfATimeStepCountsByItselfAndPackedOnce()
    {
        string[] notes = Notes(
            Against("gemm-float-nn-2x2x2", ours: 1, peer: 2), Against("gemm-float-nt-2x2x2", ours: 1, peer: 4), Against("gemm-float-packed-2x2x2", ours: 0.5, peer: 1),
            Against("gemm-float-tn-3x3x3", ours: 1, peer: 8));
        Assert.Contains("Products in float against OpenBLAS alone: geometric mean 4.000; 6.350 with what is the same at each time step packed once, as recurrences do.", notes);
    }

    [Fact]
    public void ThePeakIsMeasured()
    {
        Peaks measured = Peaks.Measure();
        Assert.InRange(measured.Double, 0.01, 1e4);
        Assert.InRange(measured.Single, measured.Double / 2, 1e4);
    }

    private static string[] Notes(params IReadOnlyList<Measurement> rows) => [.. Summary.Notes(new Report(new Settings(), Peaks, rows))];

    private static Measurement Row(string name, double ours, double? peer = null, double goal = 0) => Row(new Case(name, "what it is", Nothing) { Goal = goal }, ours) with
    {
        PeerName = peer is null ? null : "PyTorch",
        Peer = peer ?? 0,
    };

    private static Measurement Against(string name, double ours, double peer) => Row(name, ours, peer) with
    {
        PeerName = "OpenBLAS",
        Peers = new Dictionary<string, double> { ["OpenBLAS"] = peer },
    };

    private static Measurement Row(Case row, double ours) => new(row) { Ours = ours, Spread = 0, Samples = 1, BytesPerStep = 0 };

    private static IWorkload Nothing() => throw new NotSupportedException();
}
