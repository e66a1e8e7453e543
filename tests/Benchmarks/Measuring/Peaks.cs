namespace AutoDiff.Benchmarks.Measuring;

// Billions of floating-point operations a second that one thread can do at most, in either precision.
internal readonly record struct Peaks(double Single, double Double)
{
    public static Peaks Measure() => new(FmaPeak<float>.Measure(), FmaPeak<double>.Measure());

    public double Of(Case row) => row.IsDouble ? Double : Single;
}
