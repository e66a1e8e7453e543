using System;

namespace AutoDiff.Benchmarks;

// Something that is trained, or computed, step by step.
internal interface IWorkload : IDisposable
{
    // One whole step; returns its loss.
    double Step();

    // After the first steps, a figure that their losses do not show, where a step updates nothing.
    double Probe() => 0;
}
