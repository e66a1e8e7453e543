using System;

namespace AutoDiff.Tests.Kernels;

// A number of about 106 bits, high + low, times 2^exponent: the reference for functions in double precision.
// Source of the sums and products: Dekker, "A floating-point technique for extending the available precision" (1971).
internal readonly struct Precise(double high, double low = 0, int exponent = 0)
{
    private const double Ln2High = 0.6931471805599453094, Ln2Low = 2.3190468138462995584e-17;
    private static readonly double[] QuarterTurn = [1.5707963267948966192, 6.1232339957367658860e-17, -1.4973849048591833277e-33];

    public double High { get; } = high;

    public double Low { get; } = low;

    public int Exponent { get; } = exponent;

    public static Precise operator +(Precise a, Precise b)
    {
        double sum = a.High + b.High, other = sum - a.High;
        return Normal(sum, (a.High - (sum - other)) + (b.High - other) + (a.Low + b.Low));
    }

    public static Precise operator -(Precise a, Precise b) => a + new Precise(-b.High, -b.Low);

    public static Precise operator *(Precise a, Precise b)
    {
        double product = a.High * b.High;
        return Normal(product, Math.FusedMultiplyAdd(a.High, b.High, -product) + ((a.High * b.Low) + (a.Low * b.High)));
    }

    public static Precise operator /(Precise a, Precise b)
    {
        double first = a.High / b.High;
        Precise rest = a - (b * new Precise(first));
        double second = rest.High / b.High;
        rest -= b * new Precise(second);
        return Normal(first, second) + new Precise(rest.High / b.High);
    }

    public static implicit operator Precise(double value) => new(value);

    // The distance to a computed double, in units of the last place of the exact result's double.
    public double UlpsTo(double computed)
    {
        if (High == 0 || !double.IsFinite(High) || !double.IsFinite(computed))
            return computed.Equals(High) || (double.IsInfinity(computed) && Exponent + Math.ILogB(High) >= 1024) ? 0 : double.PositiveInfinity;
        double scaled = Math.ScaleB(Math.ScaleB(computed, -Exponent / 2), -(Exponent - (Exponent / 2)));
        double ulp = Math.ScaleB(1, Math.Max(Math.ILogB(High) - 52, -1074 - Exponent));
        return Math.Abs(scaled - High - Low) / ulp;
    }

    public static Precise Exp(Precise x)
    {
        if (Math.Abs(x.High) > 10_000)
            return new(1, 0, x.High > 0 ? 20_000 : -20_000);
        int n = (int)Math.Round(x.High / Ln2High);
        Precise y = SmallExpm1(x - (new Precise(Ln2High, Ln2Low) * n)) + 1;
        return new(y.High, y.Low, n);
    }

    public static Precise Expm1(double x)
    {
        if (x > 100)
            return Exp(x);
        if (Math.Abs(x) < 1e-100)
            return x;
        if (Math.Abs(x) < 0.3)
            return SmallExpm1(x);
        return Plain(Exp(x)) - 1;
    }

    public static Precise Log(double x)
    {
        int n = Math.ILogB(x);
        double mantissa = Math.ScaleB(Math.ScaleB(x, -n / 2), -(n - (n / 2)));
        if (mantissa > 1.4)
            (mantissa, n) = (mantissa / 2, n + 1);
        return LogNear(mantissa, Math.Log(mantissa)) + (new Precise(Ln2High, Ln2Low) * n);
    }

    // log(1 + x) for x > -1.
    public static Precise Log1p(Precise x)
    {
        if (Math.Abs(x.High) > 1e-4)
            return x.High > 1e10 ? Log(x.High) + (1 / x.High) : LogNear(x + 1, Math.Log(1 + x.High));
        Precise sum = 0, power = x;
        for (int i = 1; i < 12; i++)
        {
            sum += power / (i % 2 == 0 ? -i : i);
            power *= x;
        }

        return sum;
    }

    public static Precise Tanh(double x)
    {
        double size = Math.Abs(x);
        if (size < 1e-100)
            return x;
        if (size > 30)
            return Math.Sign(x);
        Precise e = Expm1(2 * size), y = e / (e + 2);
        return x < 0 ? new Precise(-y.High, -y.Low) : y;
    }

    public static Precise Sigmoid(double x)
    {
        if (x < -50)
            return Exp(x);
        Precise e = Plain(Exp(-Math.Abs(x)));
        return (x < 0 ? e : 1) / (e + 1);
    }

    public static Precise Softplus(double x) => x < -50 ? Exp(x) : x > 800 ? x : Log1p(Plain(Exp(-Math.Abs(x)))) + Math.Max(x, 0);

    // For |x| up to about a million.
    public static Precise Sin(double x, int quarterTurns = 0)
    {
        double n = Math.Round(x / QuarterTurn[0]), product = n * QuarterTurn[0];
        Precise r = new Precise(x - product) - Math.FusedMultiplyAdd(n, QuarterTurn[0], -product);
        r = r - (new Precise(n) * QuarterTurn[1]) - (new Precise(n) * QuarterTurn[2]);
        int turns = (int)(((long)n + quarterTurns) & 3);
        Precise square = r * r, term = (turns & 1) == 0 ? r : 1, sum = term;
        for (int i = (turns & 1) == 0 ? 2 : 1; i < 32; i += 2)
        {
            term = term * square / (-(double)i * (i + 1));
            sum += term;
        }

        return turns >= 2 ? new(-sum.High, -sum.Low) : sum;
    }

    // y + (x e^-y - 1), one step of Newton's method from a good y.
    private static Precise LogNear(Precise x, double y)
    {
        Precise rest = (x * Plain(Exp(-y))) - 1;
        return rest + y - (rest * rest / 2);
    }

    // By Taylor's series of x / 256 and eight doublings.
    private static Precise SmallExpm1(Precise x)
    {
        Precise r = x / 256, term = r, sum = r;
        for (int i = 2; i < 14; i++)
        {
            term = term * r / i;
            sum += term;
        }

        for (int i = 0; i < 8; i++)
            sum = (sum * sum) + (sum * 2);
        return sum;
    }

    private static Precise Plain(Precise x) => new(Math.ScaleB(x.High, x.Exponent), Math.ScaleB(x.Low, x.Exponent));

    private static Precise Normal(double high, double low)
    {
        double sum = high + low;
        return new(sum, low - (sum - high));
    }
}
