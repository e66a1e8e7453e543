using System;
using System.Numerics;
using AutoDiff.Kernels;
using Xunit;

namespace AutoDiff.Tests.Kernels;

public class SpecialValuesTests
{
    private const double Inf = double.PositiveInfinity, NaN = double.NaN;

    [Fact]
    public void Functions_have_their_documented_values_at_zeros_infinities_and_NaN()
    {
        All<float>();
        All<double>();
        All<Half>();
    }

    [Fact]
    public void Tanh_is_exactly_odd_and_never_beyond_1() => Twins.Run<float, OddCase>(default);

    [Fact]
    public void Tanh_and_sigmoid_do_not_fall_as_they_saturate()
    {
        float[] x = new float[4000], y = new float[4000];
        for (int i = 0; i < x.Length; i++)
            x[i] = 7 + (i * 0.003f);
        Elementwise.Map<float, TanhFunction<float>>(x, y);
        Rises(y);
        Elementwise.Map<float, SigmoidFunction<float>>(x, y);
        Rises(y);
        Assert.Equal(1, y[^1]);
    }

    [Fact]
    public void Exp_reaches_into_the_denormal_numbers_and_overflows_where_it_must()
    {
        float[] x = [-87.5f, -100, -103.9f, -104, -1000, 88.72f, 88.73f, 1e30f], y = new float[8];
        Elementwise.Map<float, ExpFunction<float>>(x, y);
        Assert.Equal([MathF.Exp(-87.5f), MathF.Exp(-100), float.Epsilon, 0, 0], y[..5]);
        Assert.True(float.IsFinite(y[5]));
        Assert.Equal([float.PositiveInfinity, float.PositiveInfinity], y[6..]);
        double[] lowest = [-745.1, -745.2], results = new double[2];
        Elementwise.Map<double, ExpFunction<double>>(lowest, results);
        Assert.Equal([double.Epsilon, 0], results);
    }

    [Fact]
    public void Sines_of_huge_arguments_are_the_platforms()
    {
        double[] x = [1e5 + 1, -1e10, 1e22, 1e300, 1], y = new double[5], z = new double[5];
        Elementwise.Map<double, SinFunction<double>>(x, y);
        Elementwise.Map<double, CosFunction<double>>(x, z);
        for (int i = 0; i < x.Length - 1; i++)
            Assert.Equal((Math.Sin(x[i]), Math.Cos(x[i])), (y[i], z[i]));
        Assert.Equal(Math.Sin(1), y[4], 1e-15);
    }

    [Fact]
    public void Gradients_at_kinks_are_as_documented()
    {
        float[] x = [-2, -0f, 0, 3, float.NaN], v = [5, 5, 5, 5, 5], y = new float[5];
        Elementwise.Map<float, AbsGradientFunction<float>>(v, x, y);
        Assert.Equal([-5, 0, 0, 5, float.NaN], y);
        Elementwise.Map<float, ReluGradientFunction<float>>(v, x, y);
        Assert.Equal([0, 0, 0, 5, 0], y);
        Elementwise.Map<float, ClampGradientFunction<float>>(v, [-2, 0, 1, 2, 3], [-1, 0, 1, 2, 2], y);
        Assert.Equal([0, 5, 5, 5, 0], y);
        Elementwise.Map<float, SelectFunction<float>>([1, 0, -0f, float.NaN, 2], v, [1f], y);
        Assert.Equal([5, 1, 1, 5, 5], y);
    }

    [Fact]
    public void Extremes_pass_NaN_from_either_side_and_order_the_zeros()
    {
        float[] a = [float.NaN, 1, -0f, 0], b = [1, float.NaN, 0, -0f], y = new float[4];
        Elementwise.Map<float, MaxFunction<float>>(a, b, y);
        Same.Bits<float>([float.NaN, float.NaN, 0, 0], y, "max");
        Elementwise.Map<float, MinFunction<float>>(a, b, y);
        Same.Bits<float>([float.NaN, float.NaN, -0f, -0f], y, "min");
    }

    private static void Rises(float[] y)
    {
        for (int i = 1; i < y.Length; i++)
            Assert.True(y[i] >= y[i - 1], $"falls from {y[i - 1]:R} to {y[i]:R}");
    }

    private static void All<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check<T, AbsFunction<T>>((-0.0, 0), (-Inf, Inf), (NaN, NaN));
        Check<T, SignFunction<T>>((-0.0, -0.0), (0, 0), (-3, -1), (Inf, 1), (NaN, NaN));
        Check<T, ReluFunction<T>>((-0.0, 0), (-1, 0), (-Inf, 0), (Inf, Inf), (NaN, NaN));
        Check<T, SqrtFunction<T>>((-0.0, -0.0), (4, 2), (-1, NaN), (Inf, Inf), (NaN, NaN));
        Check<T, ReciprocalSqrtFunction<T>>((0, Inf), (4, 0.5), (Inf, 0), (-1, NaN));
        Check<T, ExpFunction<T>>((0, 1), (-0.0, 1), (-Inf, 0), (Inf, Inf), (NaN, NaN));
        Check<T, Expm1Function<T>>((0, 0), (-0.0, -0.0), (-Inf, -1), (-50, -1), (Inf, Inf), (NaN, NaN));
        Check<T, LogFunction<T>>((1, 0), (0, -Inf), (-0.0, -Inf), (-1, NaN), (-Inf, NaN), (Inf, Inf), (NaN, NaN));
        Check<T, Log1pFunction<T>>((0, 0), (-1, -Inf), (-2, NaN), (-Inf, NaN), (Inf, Inf), (NaN, NaN));
        Check<T, TanhFunction<T>>((0, 0), (-0.0, -0.0), (-30, -1), (30, 1), (-Inf, -1), (Inf, 1), (NaN, NaN));
        Check<T, SigmoidFunction<T>>((0, 0.5), (-0.0, 0.5), (-Inf, 0), (Inf, 1), (60, 1), (NaN, NaN));
        Check<T, SoftplusFunction<T>>((-Inf, 0), (Inf, Inf), (60, 60), (NaN, NaN));
        Check<T, SinFunction<T>>((0, 0), (-0.0, -0.0), (Inf, NaN), (-Inf, NaN), (NaN, NaN));
        Check<T, CosFunction<T>>((0, 1), (-0.0, 1), (Inf, NaN), (-Inf, NaN), (NaN, NaN));
        if (typeof(T) == typeof(Half))
            return;
        double tiny = typeof(T) == typeof(float) ? float.Epsilon : double.Epsilon;
        Check<T, Log1pFunction<T>>((-0.0, -0.0), (tiny, tiny), (-tiny, -tiny));
        Check<T, Expm1Function<T>>((tiny, tiny), (-tiny, -tiny));
        Check<T, TanhFunction<T>>((tiny, tiny), (-tiny, -tiny));
        Check<T, SinFunction<T>>((tiny, tiny), (-tiny, -tiny));
    }

    private static void Check<T, TFunction>(params (double X, double Y)[] pairs)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IUnary<T> => Twins.Run<T, SpecialCase<T, TFunction>>(new(pairs));

    private readonly struct OddCase : ITwinTest<float>
    {
        public void Run<TLanes>()
            where TLanes : struct, ILanes<TLanes, float>
        {
            float[] x = Twins.Values<float>(5000, seed: 1, -12, 12), minus = Array.ConvertAll(x, value => -value), y = new float[5000], z = new float[5000];
            new UnaryKernel<float, TanhFunction<float>>(x, y, accumulate: false).Run<TLanes>();
            new UnaryKernel<float, TanhFunction<float>>(minus, z, accumulate: false).Run<TLanes>();
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal(-y[i], z[i]);
                Assert.InRange(y[i], -1, 1);
            }
        }
    }
}
