namespace AutoDiff.Benchmarks;

// A workload that can tell what its gradient costs as a multiple of its value, or a second derivative as a multiple of a gradient.
internal interface IForwardWorkload : IWorkload
{
    void Forward();

    void ForwardAndGradient();
}
