using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Benchmarks.Measuring;

// Compares and measures one row after the other.
internal sealed class Runner(Settings settings, Peaks peaks)
{
    public Measurement Measure(Case row)
    {
        using IWorkload workload = row.Open();
        IReadOnlyList<IPeer> peers = OpenPeers(row, workload);
        try
        {
            double? difference = Agreement.Difference(workload, peers);
            WarmUp(workload);
            Sampler ours = new("ours", steps => Time(workload.Step, steps)), alone = new("one thread", steps => OnOneThread(() => Time(workload.Step, steps)));
            Sampler[] others = [.. peers.Select(peer => new Sampler(peer.Name, steps => peer.Sample(steps, settings.Clock)))];
            Sampler.Alternate([ours, .. settings.Threads > 1 ? [alone] : (Sampler[])[], .. others], settings);
            Sampler? fastest = others.MinBy(sampler => sampler.Median);
            return new Measurement(row)
            {
                Ours = ours.Median,
                Spread = Statistics.Spread(ours.Samples),
                Samples = ours.Samples.Count,
                BytesPerStep = BytesPerStep(workload, ours.Median),
                PeerName = fastest?.Name,
                Peer = fastest?.Median ?? 0,
                PeerSpread = fastest is null ? 0 : Statistics.Spread(fastest.Samples),
                Peers = others.ToDictionary(sampler => sampler.Name, sampler => sampler.Median),
                LossDifference = difference,
                OneThread = settings.Threads > 1 ? alone.Median : null,
                Peak = peaks.Of(row) * settings.Threads,
                PeakBytes = settings.Memory && !row.IsProduct ? PeakMemory.Ours(row, settings) : null,
                PeerPeakBytes = settings.Memory && !row.IsProduct ? PeakMemory.Peers(row, settings) : null,
                Startup = settings.Startup && !row.IsProduct ? Startup.Of(row, settings) : null,
                ForwardMultiple = workload is IForwardWorkload both ? ForwardMultiple(both) : null,
            };
        }
        finally
        {
            foreach (IPeer peer in peers)
                peer.Dispose();
        }
    }

    // The largest relative difference of the first losses; null without a peer.
    public double? Compare(Case row)
    {
        using IWorkload workload = row.Open();
        IReadOnlyList<IPeer> peers = OpenPeers(row, workload);
        try
        {
            return Agreement.Difference(workload, peers);
        }
        finally
        {
            foreach (IPeer peer in peers)
                peer.Dispose();
        }
    }

    private IReadOnlyList<IPeer> OpenPeers(Case row, IWorkload workload) =>
        settings.Peers ? [.. row.OpenPeers?.Invoke(workload) ?? TorchPeer.Open(row.Name, settings.Threads)] : [];

    // Until the just-in-time compiler has had nothing to improve for a while.
    private void WarmUp(IWorkload workload)
    {
        const double Quiet = 300;
        long start = Stopwatch.GetTimestamp(), last = start;
        long methods = JitInfo.GetCompiledMethodCount();
        while (Since(start) < settings.LongestWarmUp && (Since(start) < settings.ShortestWarmUp || (Since(last) < Quiet && !settings.Quick)))
        {
            workload.Step();
            long now = JitInfo.GetCompiledMethodCount();
            if (now != methods)
                (methods, last) = (now, Stopwatch.GetTimestamp());
        }
    }

    private double ForwardMultiple(IForwardWorkload workload)
    {
        Sampler forward = new("forward", steps => Time(workload.Forward, steps));
        Sampler both = new("forward and gradient", steps => Time(workload.ForwardAndGradient, steps));
        long start = Stopwatch.GetTimestamp();
        while (Since(start) < settings.ShortestWarmUp)
        {
            workload.Forward();
            workload.ForwardAndGradient();
        }

        Sampler.Alternate([forward, both], settings);
        return both.Median / forward.Median;
    }

    private double OnOneThread(Func<double> time)
    {
        Threading.MaxThreads = 1;
        try
        {
            return time();
        }
        finally
        {
            Threading.MaxThreads = settings.Threads;
        }
    }

    private double Time(Func<double> step, int steps)
    {
        Watch watch = Watch.Start(settings.Clock);
        for (int i = 0; i < steps; i++)
            step();
        return watch.Milliseconds;
    }

    private double Time(Action action, int steps)
    {
        Watch watch = Watch.Start(settings.Clock);
        for (int i = 0; i < steps; i++)
            action();
        return watch.Milliseconds;
    }

    private double BytesPerStep(IWorkload workload, double step)
    {
        int steps = Math.Clamp((int)(10 * settings.SampleTime / step), settings.Quick ? 1 : 2, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < steps; i++)
            workload.Step();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)steps;
    }

    private static double Since(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
