using System;
using System.Linq;
using Xunit;

namespace AutoDiff.Tests.Scalars;

public sealed class NestingTests
{
    // d⁴/dx⁴ of x⁶ is 360 x².
    [Fact]
    public void Transforms_of_transforms_reach_any_order() => Assert.Equal(360 * 4, Derivative.Of<double>(
        a => Derivative.Of<Dual<double>>(b => Derivative.Of<Dual<Dual<double>>>(c => Derivative.Of(d => d * d * d * d * d * d, c), b), a), 2));

    // An outer variable inside an inner derivative is a constant there: d/dx (x · d/dy (x + y)) = 1, not 2.
    // Source: Siskind and Pearlmutter, "Perturbation confusion and referential transparency" (2005).
    [Fact]
    public void Directions_of_two_levels_are_not_confused()
    {
        Assert.Equal(1, Derivative.Of<double>(x => x * Derivative.Of<Dual<double>>(y => x + y, 1), 1));
        Assert.Equal(1, Derivative.Gradient<double>(x => x[0] * Derivative.Gradient<Scalar<double>>(y => x[0] + y[0], 1)[0], 1)[0]);
    }

    // Rosenbrock's function: the Hessian is [[1200 x² - 400 y + 2, -400 x], [-400 x, 200]].
    [Fact]
    public void Hessians_are_the_closed_form()
    {
        const double X = -1.2, Y = 1.1;
        double[][] hessian = Derivative.Hessian(v => Square(1 - v[0]) + (100 * Square(v[1] - Square(v[0]))), X, Y);
        double[][] expected = [[(1200 * X * X) - (400 * Y) + 2, -400 * X], [-400 * X, 200]];
        Assert.Equal(expected[0], hessian[0], new Core.Nearly(1e-12));
        Assert.Equal(expected[1], hessian[1], new Core.Nearly(1e-12));
        double[] product = Derivative.Hvp(v => Square(1 - v[0]) + (100 * Square(v[1] - Square(v[0]))), [X, Y], [0.5, -2]);
        Assert.Equal(expected.Select(row => (row[0] * 0.5) + (row[1] * -2)), product, new Core.Nearly(1e-12));

        static Scalar<Dual<double>> Square(Scalar<Dual<double>> x) => x * x;
    }

    // From polar coordinates: [[cos a, -r sin a], [sin a, r cos a]].
    [Fact]
    public void Jacobians_of_both_modes_are_the_closed_form()
    {
        const double R = 1.5, A = 0.4;
        double[][] expected = [[Math.Cos(A), -R * Math.Sin(A)], [Math.Sin(A), R * Math.Cos(A)], [0, 0]];
        double[][] reverse = Derivative.Jacobian(v => [v[0] * Scalar<double>.Cos(v[1]), v[0] * Scalar<double>.Sin(v[1]), 7], R, A);
        double[][] forward = Derivative.ForwardJacobian(v => [v[0] * Dual<double>.Cos(v[1]), v[0] * Dual<double>.Sin(v[1]), 7], R, A);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i], reverse[i], new Core.Nearly(1e-15));
            Assert.Equal(expected[i], forward[i], new Core.Nearly(1e-15));
        }

        Assert.Equal((expected[0][0] * 2) - expected[0][1], Derivative.Along(v => v[0] * Dual<double>.Cos(v[1]), [R, A], [2, -1]), 1e-14);
        Assert.Empty(Derivative.ForwardJacobian<double>(v => v));
        Assert.Equal([0, 0], Derivative.Gradient(_ => 5, 1.0, 2.0));
    }

    // Zero as a value, but with a derivative: a sweep must not take its adjoint for nothing. Here f = u·v² and u' = 0 at the point.
    [Fact]
    public void A_zero_that_carries_a_derivative_is_not_nothing()
    {
        double[][] hessian = Derivative.Hessian(v => v[0] * v[0] * v[1], 0.0, 3.0);
        Assert.Equal([6, 0], hessian[0]);
        Assert.Equal([0, 0], hessian[1]);
        Assert.Equal(2, Derivative.Second(x => Dual<Dual<double>>.Pow(x, 2), 0.0));
    }

    // d²(x^y) / dx dy = x^(y-1) (1 + y log x), which is 1/x where y = 0.
    [Fact]
    public void A_power_s_slope_moves_with_an_exponent_of_zero()
    {
        double[][] hessian = Derivative.Hessian(v => Scalar<Dual<double>>.Pow(v[0], v[1]), 2.0, 0.0);
        Assert.Equal([0, 0.5], hessian[0]);
        Assert.Equal([0.5, Math.Log(2) * Math.Log(2)], hessian[1], new Core.Nearly(1e-15));
        Assert.Equal(0, Derivative.Gradient(v => Scalar<double>.Pow(v[0], v[1]), double.NaN, 0.0)[0]);
    }

    // y^1.5 at 0, whose slope is 0 with a vertical slope of its own, along a direction that moves x alone.
    [Fact]
    public void What_does_not_move_stays_so_where_a_slope_s_slope_is_infinite()
    {
        Dual<Dual<double>> x = new(new(3), 1), y = new Dual<double>(0, 1);
        Assert.Equal(0, ((x * x) + Dual<Dual<double>>.Pow(y, new Dual<double>(1.5))).Tangent.Tangent);
    }
}
