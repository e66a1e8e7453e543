using System;
using System.Collections.Generic;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Comparison;

// Another library's version of a workload.
internal interface IPeer : IDisposable
{
    string Name { get; }

    // The losses of its first steps, and the probe after them.
    IReadOnlyList<double> First { get; }

    // Runs steps and says how long they took, in milliseconds.
    double Sample(int steps, Clock clock);
}
