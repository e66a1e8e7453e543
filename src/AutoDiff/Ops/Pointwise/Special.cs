using System;

namespace AutoDiff;

// References for worked cases of functions that the platform does not have: series and recurrences of their own, in plain loops.
internal static class Special
{
    // DLMF 7.6.2: no term cancels another.
    public static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // The normal distribution's share below x.
    public static double Normal(double x) => (1 + Erf(x / Math.Sqrt(2))) / 2;

    // Stirling's series (DLMF 5.11.1) where four terms are enough, and gamma(x + 1) = x gamma(x) on the way there.
    public static double LogGamma(double x)
    {
        const int Steps = 20;
        double z = x + Steps, r = 1 / (z * z), product = 0;
        for (int k = 0; k < Steps; k++)
            product += Math.Log(Math.Abs(x + k));
        double series = ((1.0 / 12) - (r * ((1.0 / 360) - (r * ((1.0 / 1260) - (r / 1680)))))) / z;
        return ((z - 0.5) * Math.Log(z)) - z + (Math.Log(2 * Math.PI) / 2) + series - product;
    }

    // Its derivative of order n + 1, term by term.
    public static double Polygamma(int n, double x)
    {
        double z = x + Far, sum = 0;
        for (int k = 0; k < Far; k++)
            sum += Derivative(n, x + k);
        return Tail(n, z) - sum;
    }

    private const int Far = 100;

    // The n-th derivative of 1 / x.
    private static double Derivative(int n, double x) => (n % 2 == 0 ? 1 : -1) * Factorial(n) / Math.Pow(x, n + 1);

    // The n-th derivative of log(z) - 1 / 2z - 1 / 12z² + 1 / 120z⁴.
    private static double Tail(int n, double z)
    {
        double sign = n % 2 == 0 ? 1 : -1, logarithm = n == 0 ? Math.Log(z) : -sign * Factorial(n - 1) / Math.Pow(z, n);
        return logarithm - (Derivative(n, z) / 2) - (sign * Factorial(n + 1) / Math.Pow(z, n + 2) / 12) + (sign * Factorial(n + 3) / Math.Pow(z, n + 4) / 720);
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
