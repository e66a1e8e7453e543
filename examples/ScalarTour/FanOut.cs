namespace AutoDiff.Examples.ScalarTour;

/// <summary>One value used three times, in <c>y = x·x + x</c>: its adjoint is the sum over its uses.</summary>
/// <param name="X">The argument.</param>
/// <param name="Value">The value of y.</param>
/// <param name="Slope">The slope.</param>
/// <param name="Pushes">Pushes of the reverse sweep: three into x, one into the product.</param>
public readonly record struct FanOut(double X, double Value, double Slope, long Pushes)
{
    /// <summary>Differentiates it.</summary>
    /// <param name="at">The argument.</param>
    public static FanOut Measure(double at)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(at), y = (x * x) + x;
        double slope = tape.Gradient(y, x).Item();
        return new FanOut(at, y.Item(), slope, tape.Counters.Pushes);
    }
}
