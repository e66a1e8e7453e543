using System.Collections.Generic;
using System.Linq;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Reports;

// How to read a table's columns: a line for each that needs words.
internal static class Legend
{
    public static IEnumerable<string> Of(Report report)
    {
        Settings settings = report.Settings;
        string clock = settings.Clock == Clock.Wall ? "wall" : "processor";
        yield return $"ms a step: medians of {clock} time, {settings.Threads} thread{(settings.Threads == 1 ? "" : "s")}; spread: the middle half of the samples.";
        if (settings.Quick)
            yield return "A quick run: hardly warmed up, few samples. The times mean little.";
        if (report.Rows.Any(row => row.ForwardMultiple is not null))
            yield return "x forward: value and gradient in times of the value alone; of hvp, the product in times of a gradient.";
        if (report.Rows.Any(row => row.PartOfLimit is not null))
        {
            yield return "GFLOP/s: those of the matrix products that the step cannot do without; "
                + "of limit: as a part of the multiply-add peak of as many threads, which nothing that computes anything reaches.";
        }

        if (report.Rows.Any(row => row.SpeedUp is not null))
            yield return $"x 1 thread: the time with one thread in that with {settings.Threads}, sampled in turns.";
        if (report.Rows.Any(row => row.PeerName is not null))
        {
            yield return $"ratio: the peer's time in ours, sampled in turns; above 1 we are faster. "
                + $"Peer: PyTorch {PythonWithTorch.Version ?? "(not found)"}, the build that was found here and no other; "
                    + "of matrix products, the fastest native library; else the one that is named.";
            yield return "loss difference: the largest relative difference of the first steps' losses, and of gradients where nothing is updated.";
        }

        if (report.Rows.Any(row => row.PeakBytes is not null))
            yield return "MiB: the most memory of a process of its own that did nothing but the first steps, with runtime and libraries; "
                + "the least of a column is about what those take alone.";
        if (report.Rows.Any(row => row.Startup is not null))
        {
            yield return "first second: the steps in the first second of a process of its own, from before the first one on, as a part of those in a second "
                + "when it has run for 3 to 5; its later half: the same of the half second from 0.5 on.";
        }
    }
}
