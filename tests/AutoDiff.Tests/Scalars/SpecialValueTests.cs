using System;
using Xunit;

namespace AutoDiff.Tests.Scalars;

// Kinks, corners and ends of domains: the slopes that the documentation promises.
public sealed class SpecialValueTests
{
    [Fact]
    public void Powers()
    {
        // Constant exponents: negative bases, and zero.
        Assert.Equal(12, Derivative.Of(x => Dual<double>.Pow(x, 3), -2.0));
        Assert.Equal(12, Derivative.Gradient(x => Scalar<double>.Pow(x[0], 3), -2.0)[0]);
        Assert.Equal(0, Derivative.Of(x => Dual<double>.Pow(x, 0), 0.0));
        Assert.Equal(1, Derivative.Of(x => Dual<double>.Pow(x, 1), 0.0));
        Assert.Equal(-12, Derivative.Second(x => Dual<Dual<double>>.Pow(x, 3), -2.0));

        // A variable exponent of a zero base, and of a negative one.
        Assert.Equal(0, Derivative.Of(y => Dual<double>.Pow(0, y), 2.0));
        Assert.Equal(0, Derivative.Gradient(y => Scalar<double>.Pow(0, y[0]), 2.0)[0]);
        Assert.Equal(double.NaN, Derivative.Of(y => Dual<double>.Pow(-2, y), 2.0));
    }

    [Fact]
    public void Corners_and_origins()
    {
        Assert.Equal([0, 0], Derivative.Gradient(x => Scalar<double>.Hypot(x[0], x[1]), 0.0, 0.0));
        Assert.Equal([0, 0], Derivative.Gradient(x => Scalar<double>.Atan2(x[0], x[1]), 0.0, 0.0));
        Assert.Equal([1 / Math.Sqrt(2), 1 / Math.Sqrt(2)], Derivative.Gradient(x => Scalar<double>.Hypot(x[0], x[1]), 1e300, 1e300), new Core.Nearly(1e-15));
        Assert.Equal(1e-300, Derivative.Of(Dual<double>.Asinh, 1e300), 1e-310);
        Assert.Equal(0, Derivative.Of(x => Dual<double>.CopySign(x, -1), 0.0));
    }

    [Fact]
    public void A_vertical_slope_leaves_directions_alone_that_do_not_move()
    {
        Assert.Equal(double.PositiveInfinity, Derivative.Of(Dual<double>.Sqrt, 0.0));
        Assert.Equal(3, Derivative.Of(x => (3 * x) + Dual<double>.Sqrt(Dual<double>.Floor(x)), 0.5));
        Assert.Equal(3, Derivative.Gradient(x => (3 * x[0]) + Scalar<double>.Sqrt(Scalar<double>.Floor(x[0])), 0.5)[0]);
    }

    [Fact]
    public void Extremes_take_the_argument_that_they_equal()
    {
        Assert.Equal(0, Derivative.Of(x => Dual<double>.MaxNumber(x, 1), double.NaN));
        Assert.Equal(1, Derivative.Of(x => Dual<double>.Max(x, 1), double.NaN));
        Assert.Equal([1, 0], Derivative.Gradient(x => Scalar<double>.MaxMagnitude(x[0], x[1]), 2.0, -2.0));
        Assert.Equal(1.0 / 4, Derivative.Of(x => Dual<double>.Max(2, Dual<double>.Max(x, 2)), 2.0));
    }

    [Fact]
    public void Clamping_passes_at_its_bounds()
    {
        Assert.Equal([0, 1, 1, 1, 0], Array.ConvertAll([-2.0, -1, 0, 1, 2], at => Derivative.Of(x => Dual<double>.Clamp(x, -1, 1), at)));
        Assert.Equal([0, 1, 0], Derivative.Gradient(x => Scalar<double>.Clamp(x[0], x[1], x[2]), -2.0, -1, 1));
        Assert.Throws<ArgumentException>(() => Dual<double>.Clamp(0, 1, -1));
    }

    // 1 is 9 · 0.1 + 0.09999999999999995, since the double nearest to 0.1 is larger; the rounded quotient is 10.
    [Fact]
    public void A_remainder_moves_with_its_divisor_by_the_exact_quotient()
    {
        Assert.Equal(-9, Derivative.Of(y => Dual<double>.One % y, 0.1));
        Assert.Equal(-9, Derivative.Gradient(y => 1 % y[0], 0.1)[0]);
        Assert.Equal(9, Derivative.Of(y => new Dual<double>(-1) % y, 0.1));
        Assert.Equal(0, Derivative.Of(y => Dual<double>.One % y, double.PositiveInfinity));

        // The double nearest to 0.6 is smaller, so that 1.5 is closest to 3 of it; the rounded quotient is 2.5, which rounds to even.
        Assert.Equal(-3, Derivative.Of(y => Dual<double>.Ieee754Remainder(1.5, y), 0.6));
    }
}
