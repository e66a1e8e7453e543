using System;
using System.Diagnostics;

namespace AutoDiff.Benchmarks.Measuring;

// A moment on one of the clocks.
internal readonly struct Watch
{
    private readonly Clock _clock;
    private readonly long _start;

    private Watch(Clock clock)
    {
        _clock = clock;
        _start = Now(clock);
    }

    public double Milliseconds => (Now(_clock) - _start) * (1e3 / (_clock == Clock.Wall ? Stopwatch.Frequency : TimeSpan.TicksPerSecond));

    public static Watch Start(Clock clock) => new(clock);

    private static long Now(Clock clock) => clock == Clock.Wall ? Stopwatch.GetTimestamp() : Environment.CpuUsage.TotalTime.Ticks;
}
