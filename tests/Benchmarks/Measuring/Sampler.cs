using System;
using System.Collections.Generic;

namespace AutoDiff.Benchmarks.Measuring;

// One of the contestants of a row: runs a number of steps and says how long they took, in milliseconds.
internal sealed class Sampler(string name, Func<int, double> run)
{
    private readonly List<double> _samples = [];
    private int _steps = 1;

    public string Name { get; } = name;

    // Milliseconds a step.
    public IReadOnlyList<double> Samples => _samples;

    public double Median => Statistics.Median(_samples);

    // Finds how many steps fill a sample.
    public double Calibrate(double sampleTime)
    {
        double time = run(_steps);
        while (time < sampleTime && _steps < 1 << 20)
        {
            _steps = time < sampleTime / 16 ? _steps * 8 : Math.Max(_steps + 1, (int)(_steps * sampleTime / time));
            time = run(_steps);
        }

        return time;
    }

    public void Take() => _samples.Add(run(_steps) / _steps);

    // Samples in turns, so that what slows the machine down slows all of them down.
    public static void Alternate(IReadOnlyList<Sampler> samplers, Settings settings)
    {
        double once = 0;
        foreach (Sampler sampler in samplers)
            once += sampler.Calibrate(settings.SampleTime);
        int count = Math.Min(settings.Samples, Math.Max(settings.LeastSamples, (int)(settings.RowTime / once)));
        for (int i = 0; i < count; i++)
        {
            foreach (Sampler sampler in samplers)
                sampler.Take();
        }
    }
}
