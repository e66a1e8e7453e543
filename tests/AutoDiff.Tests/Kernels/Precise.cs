using System;

namespace AutoDiff.Tests.Kernels;

// A number of about 106 bits, high + low, times 2^exponent: the reference for functions in double precision.
// Source of the sums and products: Dekker, "A floating-point technique for extending the available precision" (1971).
internal readonly struct Precise(double high, double low = 0, int exponent = 0)
{
    private const double Ln2High = 0.6931471805599453094, Ln2Low = 2.3190468138462995584e-17;
    private static readonly Precise Ln2 = new(Ln2High, Ln2Low), TwoOverRootPi = new(1.1283791670955126, 1.533545961316588e-17);
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

    public static Precise Exp2(double x) => Exp(Ln2 * x);

    public static Precise Log2(double x) => Log(x) / Ln2;

    public static Precise Log10(double x) => Log(x) / Log(10);

    // One step of Newton's method, on a number scaled so that its powers neither overflow nor vanish.
    public static Precise Cbrt(double x)
    {
        int third = Math.ILogB(x) / 3;
        double scaled = Math.ScaleB(Math.ScaleB(x, -third), -2 * third), near = Math.Cbrt(scaled);
        Precise square = new Precise(near) * near, root = new Precise(near) - (((square * near) - scaled) / (square * 3));
        return new(root.High, root.Low, third);
    }

    public static Precise Tan(double x) => Sin(x) / Sin(x, 1);

    // y + atan((x - tan y) / (1 + x tan y)) with y so good that the second inverse tangent is its argument.
    public static Precise Atan(double x)
    {
        if (Math.Abs(x) > 1e10)
            return new Precise(Math.CopySign(QuarterTurn[0], x), Math.CopySign(QuarterTurn[1], x)) - (new Precise(1) / x);
        if (Math.Abs(x) < 1e-5)
            return Math.Abs(x) < 1e-100 ? x : (new Precise(x) * x * x * ((new Precise(x) * x / 5) - (new Precise(1) / 3))) + x;
        double y = Math.Atan(x);
        Precise tangent = Tan(y);
        return ((new Precise(x) - tangent) / ((tangent * x) + 1)) + y;
    }

    public static Precise Asin(double x)
    {
        if (Math.Abs(x) < 1e-10)
            return Math.Abs(x) < 1e-100 ? x : (new Precise(x) * x * x / 6) + x;
        double y = Math.Asin(x);
        return Math.Abs(x) >= 1 ? x * new Precise(QuarterTurn[0], QuarterTurn[1]) : ((new Precise(x) - Sin(y)) / Sin(y, 1)) + y;
    }

    public static Precise Acos(double x) => new Precise(QuarterTurn[0], QuarterTurn[1]) - Asin(x);

    public static Precise Sinh(double x)
    {
        double size = Math.Abs(x);
        if (size < 1e-100)
            return x;
        Precise e = size > 100 ? Exp(size) : Expm1(size), y = size > 100 ? new(e.High, e.Low, e.Exponent - 1) : (e + (e / (e + 1))) / 2;
        return x < 0 ? new(-y.High, -y.Low, y.Exponent) : y;
    }

    public static Precise Cosh(double x)
    {
        Precise e = Exp(Math.Abs(x));
        return Math.Abs(x) > 100 ? new(e.High, e.Low, e.Exponent - 1) : (Plain(e) + (new Precise(1) / Plain(e))) / 2;
    }

    public static Precise Asinh(double x)
    {
        Precise size = Math.Abs(x), square = size * size;
        if (size.High < 1e-100)
            return x;
        Precise y = Log1p(size + (square / (Sqrt(square + 1) + 1)));
        return x < 0 ? new(-y.High, -y.Low) : y;
    }

    public static Precise Acosh(double x)
    {
        Precise t = new Precise(x) - 1;
        return x < 1 ? double.NaN : x == 1 ? 0 : Log1p(t + Sqrt(t * (t + 2)));
    }

    public static Precise Atanh(double x)
    {
        Precise size = Math.Abs(x);
        if (size.High < 1e-100)
            return x;
        Precise y = Log1p(size * 2 / (new Precise(1) - size)) / 2;
        return x < 0 ? new(-y.High, -y.Low) : y;
    }

    public static Precise Erf(double x)
    {
        double size = Math.Abs(x);
        if (size < 1e-100)
            return TwoOverRootPi * x;
        Precise y = size < 4 ? ErfSeries(size) : size > 9 ? 1 : new Precise(1) - Plain(Erfc(size));
        return x < 0 ? new(-y.High, -y.Low) : y;
    }

    // Far out by the continued fraction, DLMF 7.9.1.
    public static Precise Erfc(double x)
    {
        if (x < 4)
            return new Precise(1) - Erf(x);
        if (x > 100)
            return new(1, 0, -20_000);
        Precise fraction = x, e = Exp(new Precise(-x) * x);
        for (int k = 150; k >= 1; k--)
            fraction = (new Precise(k) / 2 / fraction) + x;
        Precise y = new Precise(e.High, e.Low) * TwoOverRootPi / 2 / fraction;
        return new(y.High, y.Low, e.Exponent);
    }

    // DLMF 7.6.2: no term cancels another.
    private static Precise ErfSeries(double x)
    {
        Precise square = new Precise(x) * x * 2, term = x, sum = x;
        for (int n = 1; n < 160 && term.High > sum.High * 1e-34; n++)
        {
            term = term * square / ((2 * n) + 1);
            sum += term;
        }

        return Plain(Exp(square / -2)) * TwoOverRootPi * sum;
    }

    private static Precise Sqrt(Precise x)
    {
        double root = Math.Sqrt(x.High);
        return ((x - (new Precise(root) * root)) / (2 * root)) + root;
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
