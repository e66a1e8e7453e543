using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks;

// What the command line asks for.
internal sealed record Settings
{
    public bool Peers { get; init; }

    public bool Quick { get; init; }

    public bool Memory { get; init; }

    public bool Startup { get; init; }

    public bool Verify { get; init; }

    // The same as words of a command line, without the names of files.
    public string Command { get; init; } = "";

    public int Threads { get; init; } = 1;

    public int Samples { get; init; } = 25;

    public Clock Clock { get; init; } = Clock.Wall;

    // How long one sample should take, and the longest that all samples of one row should, in milliseconds.
    public double SampleTime => Quick ? 1 : 8;

    public int LeastSamples => Quick ? 1 : 3;

    public double RowTime => Quick ? 300 : 15_000;

    // Warm-up goes on at least and at most so long, in milliseconds.
    public double ShortestWarmUp => Quick ? 0 : 1_000;

    public double LongestWarmUp => Quick ? 100 : 8_000;
}
