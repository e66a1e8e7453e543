using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

public sealed class NormTests
{
    // Not zeros, which would pass for numbers; other examples are as ever.
    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(1e200)]
    public void What_has_no_finite_square_makes_its_example_no_number(double extreme)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([extreme, 1, 2, 3, -4, 4], new Shape(2, 3)), scale = tape.Variable([1, 2, 3], new Shape(3));
        foreach (Variable<double> y in new[] { RmsNorm(x), RmsNorm(x, scale), LayerNorm(x), LayerNorm(x, scale, tape.Fill(1, new Shape(3))) })
        {
            double[] numbers = y.ToArray(), slopes = tape.Gradient(Sum(y * y), x).ToArray();
            for (int i = 0; i < 6; i++)
                Assert.Equal((i < 3, i < 3), (double.IsNaN(numbers[i]), double.IsNaN(slopes[i])));
        }
    }

    // Not infinities, which pass for something large.
    [Theory]
    [InlineData(0)]
    [InlineData(1e-200)]
    [InlineData(5e-324)]
    public void What_has_no_square_above_0_is_no_number_without_an_epsilon(double tiny)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([tiny, 0, -tiny, 3, -4, 4], new Shape(2, 3));
        foreach (Variable<double> y in new[] { RmsNorm(x, epsilon: 0), LayerNorm(x, epsilon: 0) })
        {
            double[] numbers = y.ToArray(), slopes = tape.Gradient(Sum(y * y), x).ToArray();
            for (int i = 0; i < 6; i++)
                Assert.Equal((i < 3, i < 3), (double.IsNaN(numbers[i]), double.IsNaN(slopes[i])));
        }
    }
}
