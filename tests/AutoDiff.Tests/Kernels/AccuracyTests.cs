using System;
using System.Numerics;
using AutoDiff.Kernels;
using Xunit;

namespace AutoDiff.Tests.Kernels;

// The stated errors of the functions, proven on uniform and on log-uniform samples that reach into the denormal numbers.
public class AccuracyTests
{
    [Fact]
    public void Exp_is_within_1_point_1() => Check<ExpFunction<float>, ExpFunction<double>>(x => Precise.Exp(x), 1.1, -110, 90, -750, 711);

    [Fact]
    public void Expm1_is_within_2_and_a_half() => Check<Expm1Function<float>, Expm1Function<double>>(Precise.Expm1, 2.5, -20, 90, -40, 711);

    [Fact]
    public void Log_is_within_1() => Check<LogFunction<float>, LogFunction<double>>(Precise.Log, 1, 1e-3, 3, 1e-3, 3, positive: true);

    [Fact]
    public void Log1p_is_within_2_and_a_half() => Check<Log1pFunction<float>, Log1pFunction<double>>(x => Precise.Log1p(x), 2.5, -0.9999, 4, -0.9999, 4, positive: true);

    [Fact]
    public void Tanh_is_within_1_and_a_half() => Check<TanhFunction<float>, TanhFunction<double>>(Precise.Tanh, 1.5, -10, 10, -20, 20);

    [Fact]
    public void Sigmoid_is_within_2_and_a_half() => Check<SigmoidFunction<float>, SigmoidFunction<double>>(Precise.Sigmoid, 2.5, -110, 20, -750, 40);

    [Fact]
    public void Softplus_is_within_2() => Check<SoftplusFunction<float>, SoftplusFunction<double>>(Precise.Softplus, 2, -110, 20, -750, 40);

    [Fact]
    public void Sin_is_within_2() => Check<SinFunction<float>, SinFunction<double>>(x => Precise.Sin(x), 2, -10, 10, -10, 10, largest: 1e5);

    [Fact]
    public void Cos_is_within_2() => Check<CosFunction<float>, CosFunction<double>>(x => Precise.Sin(x, 1), 2, -10, 10, -10, 10, largest: 1e5);

    [Fact]
    public void Exp2_is_within_1_and_a_half() => Check<Exp2Function<float>, Exp2Function<double>>(Precise.Exp2, 1.5, -155, 130, -1080, 1025);

    [Fact]
    public void Log2_is_within_2() => Check<Log2Function<float>, Log2Function<double>>(Precise.Log2, 2, 1e-3, 3, 1e-3, 3, positive: true);

    [Fact]
    public void Log10_is_within_2() => Check<Log10Function<float>, Log10Function<double>>(Precise.Log10, 2, 1e-3, 3, 1e-3, 3, positive: true);

    [Fact]
    public void Cbrt_is_within_1() => Check<CbrtFunction<float>, CbrtFunction<double>>(Precise.Cbrt, 1, -10, 10, -10, 10);

    [Fact]
    public void Tan_is_within_3() => Check<TanFunction<float>, TanFunction<double>>(Precise.Tan, 3, -10, 10, -10, 10, largest: 1e5);

    [Fact]
    public void Atan_is_within_2() => Check<AtanFunction<float>, AtanFunction<double>>(Precise.Atan, 2, -10, 10, -10, 10);

    [Fact]
    public void Asin_is_within_2_and_a_half() => Check<AsinFunction<float>, AsinFunction<double>>(Precise.Asin, 2.5, -1, 1, -1, 1, largest: 1);

    [Fact]
    public void Acos_is_within_2_and_a_half() => Check<AcosFunction<float>, AcosFunction<double>>(Precise.Acos, 2.5, -1, 1, -1, 1, largest: 1);

    [Fact]
    public void Sinh_is_within_2_and_a_half() => Check<SinhFunction<float>, SinhFunction<double>>(Precise.Sinh, 2.5, -90, 90, -711, 711);

    [Fact]
    public void Cosh_is_within_2() => Check<CoshFunction<float>, CoshFunction<double>>(Precise.Cosh, 2, -90, 90, -711, 711);

    [Fact]
    public void Asinh_is_within_2_and_a_half() => Check<AsinhFunction<float>, AsinhFunction<double>>(Precise.Asinh, 2.5, -10, 10, -10, 10, largest: 1e9);

    [Fact]
    public void Acosh_is_within_2() => Check<AcoshFunction<float>, AcoshFunction<double>>(Precise.Acosh, 2, 1, 10, 1, 10, positive: true, largest: 1e9);

    [Fact]
    public void Atanh_is_within_3() => Check<AtanhFunction<float>, AtanhFunction<double>>(Precise.Atanh, 3, -1, 1, -1, 1, largest: 0.99);

    [Fact]
    public void Erf_is_within_2() => Check<ErfFunction<float>, ErfFunction<double>>(Precise.Erf, 2, -4, 4, -6, 6);

    [Fact]
    public void Erfc_is_within_5() => Check<ErfcFunction<float>, ErfcFunction<double>>(Precise.Erfc, 5, -4, 10.1, -6, 27.3);

    [Fact]
    public void Reciprocal_sqrt_is_within_1_and_a_half()
    {
        float[] x = Samples<float>(20_000, 0, 100, positive: true, 1e30), y = new float[x.Length];
        Elementwise.Map<float, ReciprocalSqrtFunction<float>>(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double exact = 1 / Math.Sqrt(x[i]);
            Assert.True(Math.Abs(y[i] - exact) <= 1.5 * Math.ScaleB(1, Math.ILogB(exact) - 23));
        }
    }

    private static void Check<TSingle, TDouble>(
        Func<double, Precise> exact,
        double limit,
        double lowSingle,
        double highSingle,
        double lowDouble,
        double highDouble,
        bool positive = false,
        double largest = double.MaxValue)
        where TSingle : struct, IUnary<float>
        where TDouble : struct, IUnary<double>
    {
        Twins.Run<float, AccuracyCase<float, TSingle>>(new(exact, limit, Samples<float>(15_000, lowSingle, highSingle, positive, largest), 20));
        Twins.Run<double, AccuracyCase<double, TDouble>>(new(exact, limit, Samples<double>(10_000, lowDouble, highDouble, positive, largest), 20));
    }

    // Half of them uniform, half of any magnitude that the type has.
    private static T[] Samples<T>(int count, double low, double high, bool positive, double largest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(count);
        T[] samples = new T[count];
        (double least, double most) = typeof(T) == typeof(float) ? (-149.0, 127.9) : (-1074.0, 1023.9);
        most = Math.Min(most, Math.Log2(largest));
        for (int i = 0; i < count; i++)
        {
            double x = low + ((high - low) * random.NextDouble());
            if (i % 2 == 0)
                x = Math.Pow(2, least + ((most - least) * random.NextDouble())) * (positive || i % 4 == 0 ? 1 : -1);
            samples[i] = T.CreateTruncating(x);
        }

        return Array.FindAll(samples, x => !T.IsZero(x) && !T.IsInfinity(x));
    }
}
