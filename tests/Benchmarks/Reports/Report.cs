using System.Collections.Generic;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Reports;

// All that a run found out.
internal sealed record Report(Settings Settings, Peaks Peaks, IReadOnlyList<Measurement> Rows);
