namespace AutoDiff.Oracle;

// The largest relative differences of values, gradients and second-order gradients that count as agreement: rounding, amplified by
// the conditioning of the inputs drawn. A wrong formula differs by a part of 1.
internal sealed record Bounds(double Value, double Gradient, double Second)
{
    public static Bounds Double { get; } = new(1e-12, 1e-11, 1e-10);

    public static Bounds Single { get; } = new(1e-5, 1e-4, 1e-3);
}
