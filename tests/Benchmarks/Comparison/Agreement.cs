using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Benchmarks.Comparison;

// Whether two programs train the same thing: from the same numbers, the same losses.
internal static class Agreement
{
    // Orders of addition differ, and steps amplify what they differ by. A wrong gradient shows three digits above this.
    public const double Tolerance = 2e-5;

    public const int FirstSteps = 3;

    // Runs a fresh workload's first steps; the largest relative difference from any peer, or null without one.
    public static double? Difference(IWorkload workload, IReadOnlyList<IPeer> peers)
    {
        if (peers.Count == 0)
        {
            workload.Step();
            return null;
        }

        double[] ours = new double[FirstSteps + 1];
        for (int i = 0; i < FirstSteps; i++)
            ours[i] = workload.Step();
        ours[FirstSteps] = workload.Probe();
        return peers.Max(peer => Difference(ours, peer.First));
    }

    private static double Difference(double[] ours, IReadOnlyList<double> theirs)
    {
        double largest = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            double difference = Math.Abs(ours[i] - theirs[i]) / Math.Max(Math.Max(Math.Abs(ours[i]), Math.Abs(theirs[i])), 1e-3);
            largest = double.IsFinite(difference) ? Math.Max(largest, difference) : double.PositiveInfinity;
        }

        return largest;
    }
}
