using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace AutoDiff.Tests.Scalars;

// Programs that know nothing of derivatives, with loops and branches, differentiated as they are.
public sealed class GenericCodeTests
{
    [Fact]
    public void Domke_s_example()
    {
        const double At = 0.1, Slope = 33.90776829990312;
        Assert.Equal(Slope, Derivative.Of(Domke, At), 1e-13);
        Assert.Equal(Slope, Derivative.Gradient(x => Domke(x[0]), At)[0], 1e-13);
        using ScalarTape<double> tape = new();
        Scalar<double> x = tape.Variable(At), y = Domke(x);
        Assert.Equal(10.970524853260402, y.Value, 1e-14);

        // All of it is a function of one number.
        Assert.Equal(1, tape.Count);
    }

    [Fact]
    public void A_polynomial_by_horner_s_rule()
    {
        double[] coefficients = [3, -2, 0.5, 7];
        Assert.Equal(3 * 3 * 4 + (2 * -2 * 2) + 0.5, Derivative.Of(x => Horner(x, coefficients), 2.0), 1e-14);
        Assert.Equal((3 * 6 * 2.0) - 4, Derivative.Second(x => Horner(x, coefficients), 2.0), 1e-13);
    }

    // Newton's iteration runs until its value settles; the derivative of the root is 1 / (2 root).
    [Fact]
    public void A_loop_until_convergence()
    {
        Assert.Equal(0.5 / Math.Sqrt(2), Derivative.Of(NewtonRoot, 2.0), 1e-14);
        Assert.Equal(0.5 / Math.Sqrt(2), Derivative.Gradient<double>(x => NewtonRoot(x[0]), 2)[0], 1e-14);
        Assert.Equal(-0.25 * Math.Pow(2, -1.5), Derivative.Second(NewtonRoot, 2.0), 1e-13);
    }

    // y' = -k y by Runge and Kutta: y(1) = y0 e^-k, dy/dk = -y(1), dy/dy0 = e^-k.
    [Fact]
    public void A_differential_equation()
    {
        double[] gradient = Derivative.Gradient(v => RungeKutta(v[0], v[1], 200), 1.5, 0.8);
        Assert.Equal(Math.Exp(-0.8), gradient[0], 1e-10);
        Assert.Equal(-1.5 * Math.Exp(-0.8), gradient[1], 1e-10);
    }

    [Fact]
    public void Branches_follow_the_values()
    {
        Assert.Equal(2, Derivative.Of(Piecewise, 1.0));
        Assert.Equal(-3, Derivative.Of(Piecewise, -1.0));
        Assert.Equal(2, Derivative.Gradient(x => Piecewise(x[0]), 1.0)[0]);
        Assert.Equal([0, 1, 0], Derivative.Gradient(x => Median(x), 3.0, 2.0, 1.0));
    }

    // The determinant's gradient is its cofactors.
    [Fact]
    public void An_elimination_with_pivoting()
    {
        double[] matrix = [0, 2, 1, 4, -1, 3, 2, 5, -2];
        double[] cofactors = [2 - 15, -(-8 - 6), 20 + 2, -(-4 - 5), -2, 4, 6 + 1, 4, -8];
        Assert.Equal(cofactors, Derivative.Gradient(x => Determinant(x, 3), matrix), new Core.Nearly(1e-13));
    }

    private static T Domke<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        T a = T.Exp(x), b = a * a, c = a + b;
        return T.Exp(c) + T.Sin(c);
    }

    private static T Horner<T>(T x, double[] coefficients)
        where T : INumber<T> => coefficients.Aggregate(T.Zero, (sum, coefficient) => (sum * x) + T.CreateChecked(coefficient));

    private static T NewtonRoot<T>(T x)
        where T : INumber<T>
    {
        T two = T.One + T.One, root = x, last;
        do
        {
            last = root;
            root = (root + (x / root)) / two;
        }
        while (T.Abs(root - last) > T.CreateChecked(1e-9));
        return (root + (x / root)) / two;
    }

    private static T RungeKutta<T>(T start, T rate, int steps)
        where T : IFloatingPoint<T>
    {
        T h = T.One / T.CreateChecked(steps), two = T.One + T.One, y = start;
        for (int i = 0; i < steps; i++)
        {
            T k1 = -rate * y, k2 = -rate * (y + (h / two * k1)), k3 = -rate * (y + (h / two * k2)), k4 = -rate * (y + (h * k3));
            y += h / T.CreateChecked(6) * (k1 + (two * (k2 + k3)) + k4);
        }

        return y;
    }

    private static T Piecewise<T>(T x)
        where T : INumber<T> => T.IsPositive(x) ? x + x : T.CreateChecked(-3) * x;

    private static T Median<T>(T[] values)
        where T : INumber<T> => values.Order().ElementAt(values.Length / 2);

    private static T Determinant<T>(T[] values, int size)
        where T : INumber<T>
    {
        T[] a = [.. values];
        T determinant = T.One;
        for (int column = 0; column < size; column++)
        {
            int pivot = Enumerable.Range(column, size - column).MaxBy(row => T.Abs(a[(row * size) + column]));
            if (pivot != column)
                determinant = -determinant;
            for (int i = 0; i < size; i++)
                (a[(pivot * size) + i], a[(column * size) + i]) = (a[(column * size) + i], a[(pivot * size) + i]);
            determinant *= a[(column * size) + column];
            for (int row = column + 1; row < size; row++)
            {
                T factor = a[(row * size) + column] / a[(column * size) + column];
                for (int i = column; i < size; i++)
                    a[(row * size) + i] -= factor * a[(column * size) + i];
            }
        }

        return determinant;
    }
}
