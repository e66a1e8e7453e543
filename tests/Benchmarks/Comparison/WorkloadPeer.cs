using System;
using System.Collections.Generic;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Comparison;

// Another program of this library's for the same problem.
internal sealed class WorkloadPeer : IPeer
{
    public WorkloadPeer(string name, Func<IWorkload> open)
    {
        (Name, Workload) = (name, open());
        First = [Workload.Step(), Workload.Step(), Workload.Step(), Workload.Probe()];
    }

    public IWorkload Workload { get; }

    public string Name { get; }

    public IReadOnlyList<double> First { get; }

    public double Sample(int steps, Clock clock)
    {
        Watch watch = Watch.Start(clock);
        for (int i = 0; i < steps; i++)
            Workload.Step();
        return watch.Milliseconds;
    }

    public void Dispose() => Workload.Dispose();
}
