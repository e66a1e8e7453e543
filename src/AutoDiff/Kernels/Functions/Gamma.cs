using System;

namespace AutoDiff.Kernels;

// The logarithm of the gamma function and its derivatives in double, one number at a time.
// Between 1 and 2, where they have their zeros, polynomials that hold those zeros as factors (interpolated in the zeros of a Chebyshev
// polynomial); from there by recurrence up and down; far out by Stirling's and Euler and Maclaurin's series (DLMF 5.11, 5.15, 25.11);
// left of 0 by reflection (DLMF 5.5.3, 5.15.6).
internal static class Gamma
{
    // The most derivatives of the digamma function: their factorial is the largest that a double holds.
    public const int MaxOrder = 170;

    // B_2k / (2k)!, from k = 1.
    private static readonly double[] BernoulliOverFactorial =
    [
        1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000, 1.0 / 74724249600, -3617.0 / 10670622842880000,
    ];

    // log |gamma(x)|; infinite at 0 and the negative whole numbers.
    public static double Log(double x)
    {
        if (x < 0.5)
        {
            if (double.IsInfinity(x) || (x <= 0 && x == Math.Floor(x)))
                return double.PositiveInfinity;
            if (x > -1e-17)
                return x > 0 ? LogNear(x) - Math.Log(x) : -Math.Log(-x);
            return Math.Log(Math.PI / Math.Abs(double.SinPi(x))) - Log(1 - x);
        }

        if (x < 1)
            return LogNear(x) - Math.Log(x);
        if (!(x < 12))
        {
            double r = 1 / x, z = r * r;
            double series = r * ((1.0 / 12) - (z * ((1.0 / 360) - (z * ((1.0 / 1260) - (z * ((1.0 / 1680) - (z * ((1.0 / 1188) - (z * 691 / 360360))))))))));
            return double.IsInfinity(x) ? x : ((x - 0.5) * (Math.Log(x) - 1)) + (0.41893853320467274178 + series);
        }

        double product = 1;
        while (x >= 2)
            product *= --x;
        return LogNear(x - 1) + Math.Log(product);
    }

    // The n-th derivative of the digamma function, the zeroth being itself.
    public static double Polygamma(int order, double x) => order == 0 ? Digamma(x) : OfHigherOrder(order, x);

    private static double Digamma(double x)
    {
        if (x <= 0)
        {
            return x == 0 ? -Math.CopySign(double.PositiveInfinity, x)
                : x == Math.Floor(x) ? double.NaN
                : Digamma(1 - x) - (Math.PI / double.TanPi(x));
        }

        if (x < 1)
            return DigammaNear(x) - (1 / x);
        if (!(x < 10))
        {
            double r = 1 / x, z = r * r;
            double series = z * ((1.0 / 12) - (z * ((1.0 / 120) - (z * ((1.0 / 252) - (z * ((1.0 / 240) - (z * ((1.0 / 132) - (z * ((691.0 / 32760) - (z / 12))))))))))));
            return Math.Log(x) - (0.5 * r) - series;
        }

        double sum = 0;
        while (x >= 2)
            sum += 1 / --x;
        return DigammaNear(x - 1) + sum;
    }

    // (-1)^(n+1) n! zeta(n + 1, x) with Hurwitz's zeta function. The factorial comes last: it leaves no room for what overflows only with it.
    private static double OfHigherOrder(int order, double x)
    {
        double sign = int.IsOddInteger(order) ? 1 : -1;
        if (x == 0)
            return sign > 0 ? double.PositiveInfinity : Math.CopySign(double.PositiveInfinity, -x);
        if (x < 0 && x == Math.Floor(x))
            return sign > 0 ? double.PositiveInfinity : double.NaN;
        double factorial = 1;
        for (int i = 2; i <= order; i++)
            factorial *= i;
        return factorial * (x < 0 ? -Zeta(order + 1, 1 - x) - CotangentTerm(order, x) : sign * Zeta(order + 1, x));
    }

    // The sum over all k >= 0 of (q + k)^-s: term by term up to where Euler and Maclaurin's series for the rest is exact.
    private static double Zeta(int s, double q)
    {
        if (double.IsPositiveInfinity(q))
            return 0;
        double sum = 0;
        for (; q < s + 9; q++)
            sum += Math.Pow(q, -s);
        double power = Math.Pow(q, -s), rest = (power * q / (s - 1)) + (power / 2), factor = power * s / q;
        for (int k = 0; k < BernoulliOverFactorial.Length; k++)
        {
            rest += BernoulliOverFactorial[k] * factor;
            factor *= (s + (2 * k) + 1) / q * ((s + (2 * k) + 2) / q);
        }

        return sum + rest;
    }

    // The n-th derivative of pi cot(pi x), divided by n!: a polynomial in c = cot(pi x), each the slope of the one before times -pi (1 + c²) / n.
    private static double CotangentTerm(int order, double x)
    {
        Span<double> polynomial = stackalloc double[MaxOrder + 2], slope = stackalloc double[MaxOrder + 2];
        polynomial.Clear();
        polynomial[1] = 1;
        for (int n = 1; n <= order; n++)
        {
            slope.Clear();
            for (int i = 1; i <= n; i++)
            {
                double coefficient = -Math.PI / n * i * polynomial[i];
                slope[i - 1] += coefficient;
                slope[i + 1] += coefficient;
            }

            slope.CopyTo(polynomial);
        }

        // The first power of an infinite c, at the smallest numbers, may not meet a 0.
        double c = 1 / double.TanPi(x), y = polynomial[order + 1];
        for (int i = order; i >= 0; i--)
            y = (y * c) + polynomial[i];
        return Math.PI * y;
    }

    // log gamma(1 + x) for x from 0 to 1.
    private static double LogNear(double x) => x * (x - 1) * Evaluate(LogCoefficients, x - 0.5);

    // The same of the digamma function, whose zero is held to twice the precision.
    private static double DigammaNear(double x) => (x - 0.46163214496836236 - -1.5522348162858677e-17) * Evaluate(DigammaCoefficients, x - 0.5);

    private static double Evaluate(ReadOnlySpan<double> coefficients, double x)
    {
        double y = 0;
        foreach (double coefficient in coefficients)
            y = Math.FusedMultiplyAdd(y, x, coefficient);
        return y;
    }

    private static ReadOnlySpan<double> LogCoefficients =>
    [
        -7.76066015249443e-06, 1.2140008083943763e-05, -8.355075869817822e-06, 1.3186019074031985e-05, -2.7201673025493422e-05, 4.302768149763263e-05,
        -6.614136022346728e-05, 0.00010535512483786082, -0.0001689178215524893, 0.00027131373861446844, -0.0004379930747961392, 0.0007115190675152961,
        -0.0011644145847310124, 0.0019229163127905161, -0.0032120740737152814, 0.005446457839126065, -0.009425622448525798, 0.01679709863127416,
        -0.031308487501010646, 0.06291140107456439, -0.14595989591430608, 0.4831289505409809,
    ];

    private static ReadOnlySpan<double> DigammaCoefficients =>
    [
        -0.00017312261802727394, 0.00025968482126430747, -0.00015148586836773365, 0.0002272331660987376, -0.0004821990530566789, 0.0007233266279287554,
        -0.0010376374098418604, 0.0015566317474486838, -0.002345267632540769, 0.003519006401502276, -0.005279964873257405, 0.007926944646403797,
        -0.011908218001568644, 0.0179072524394512, -0.02697579675613825, 0.04076083381242074, -0.061922133273064534, 0.09498872445494122,
        -0.14840492305390884, 0.2405424842407742, -0.4236274212814605, 0.951055876031833,
    ];
}
