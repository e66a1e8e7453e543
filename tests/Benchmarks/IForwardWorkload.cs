namespace AutoDiff.Benchmarks;

// A workload that can tell what its gradient costs as a multiple of its value.
internal interface IForwardWorkload : IWorkload
{
    void Forward();

    void ForwardAndGradient();
}
