using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;

namespace AutoDiff.Tests.Layers;

// Every draw that a sampler can make, with its probability. A draw changes where a class's end falls on the place: at the fractional part of the mass of the
// uncertain classes up to it.
internal static class Draws
{
    public static IEnumerable<(double Part, int[] Candidates)> All(LogUniformCandidates sampler)
    {
        double mass = 0;
        List<double> ends = [0, 1];
        for (int i = sampler.Certain; i < sampler.Classes; i++)
        {
            mass += sampler.Inclusion(i);
            ends.Add(mass - Math.Floor(mass));
        }

        double[] sorted = [.. ends.Order()];
        for (int i = 1; i < sorted.Length; i++)
        {
            // Narrower than this it is one end twice, rounded.
            double part = sorted[i] - sorted[i - 1];
            if (part < 1e-12)
                continue;
            int[] candidates = new int[sampler.Count];
            sampler.Draw((sorted[i - 1] + sorted[i]) / 2, candidates);
            yield return (part, candidates);
        }
    }
}
