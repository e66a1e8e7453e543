namespace AutoDiff.Benchmarks.Measuring;

internal enum Clock
{
    // Time that passes.
    Wall,

    // Processor time of the program that is measured: what others take of a busy machine does not count.
    Processor,
}
