using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;

namespace AutoDiff.Benchmarks.Measuring;

// How fast a new process is before its code has been compiled for good: the steps of its first second, and of that second's later half, as a part
// of as many at the speed of its last two.
internal sealed record Startup(double FirstSecond, double LaterHalf)
{
    // The word by which this program tells another run of itself to be that process.
    public const string Option = "--own-startup";

    private const double Second = 1, Steady = 3, End = 5;

    // From before the first step on, so that what the first step compiles counts.
    public static Startup OfThisProcess(Case row)
    {
        using IWorkload workload = row.Open();
        List<double> ends = [0];
        long start = Stopwatch.GetTimestamp();
        while (ends[^1] < End)
        {
            workload.Step();
            ends.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Of(ends);
    }

    // From when each step ended, in seconds; the first of the numbers is 0, the last at least 5.
    public static Startup Of(List<double> ends)
    {
        double last = ends[^1], speed = (Steps(ends, last) - Steps(ends, Steady)) / (last - Steady);
        return new Startup(Steps(ends, Second) / speed, (Steps(ends, Second) - Steps(ends, Second / 2)) / (speed / 2));
    }

    public static Startup Of(Case row, Settings settings)
    {
        string[] numbers = OwnProcess.Ask(Option, row, settings).Split(' ');
        return new Startup(double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FirstSecond:R} {LaterHalf:R}");

    // How many steps were done by then; of the one under way, the part of its time that had passed.
    private static double Steps(List<double> ends, double time)
    {
        int next = ends.FindIndex(end => end >= time);
        return next - 1 + ((time - ends[next - 1]) / (ends[next] - ends[next - 1]));
    }
}
