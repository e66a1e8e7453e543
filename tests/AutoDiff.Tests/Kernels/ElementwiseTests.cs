using System;
using System.Numerics;
using AutoDiff.Kernels;
using Xunit;

namespace AutoDiff.Tests.Kernels;

// Every function through its driver: all widths give the same bits as one element alone, and nothing outside is touched.
public class ElementwiseTests
{
    [Fact]
    public void Float_kernels_agree_at_every_width_and_length() => All<float>();

    [Fact]
    public void Double_kernels_agree_at_every_width_and_length() => All<double>();

    [Fact]
    public void Half_kernels_run_on_the_scalar_twin() => All<Half>();

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Elementwise.Map<float, ExpFunction<float>>(new float[3], new float[4]));
        Assert.Equal("Elementwise: lengths differ: an operand has 3 elements, 4 were expected; need that many (or 1, where the kernel stretches single elements).", error.Message);
        Assert.Throws<ArgumentException>(() => Elementwise.Map<float, AddFunction<float>>(new float[4], new float[2], new float[4]));
        Assert.Throws<ArgumentException>(() => Elementwise.Map<float, SelectFunction<float>>(new float[4], new float[4], new float[2], new float[4]));
    }

    [Fact]
    public void Maps_allocate_nothing()
    {
        float[] x = Twins.Values<float>(100, seed: 1), y = new float[100];
        Assert.Equal(0, Allocated.Least(() =>
        {
            Elementwise.Map<float, TanhFunction<float>>(x, y);
            Elementwise.Map<float, MultiplyFunction<float>>(x, x, y, accumulate: true);
            Elementwise.Map<float, PowerFunction<float>>(x, x, y);
        }));
    }

    private static void All<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Unary<T, IdentityFunction<T>>();
        Unary<T, NegateFunction<T>>();
        Unary<T, AbsFunction<T>>();
        Unary<T, SignFunction<T>>();
        Unary<T, SquareFunction<T>>();
        Unary<T, SqrtFunction<T>>();
        Unary<T, ReciprocalFunction<T>>();
        Unary<T, ReciprocalSqrtFunction<T>>(0.1);
        Unary<T, ReluFunction<T>>();
        Unary<T, ExpFunction<T>>();
        Unary<T, Expm1Function<T>>();
        Unary<T, LogFunction<T>>();
        Unary<T, Log1pFunction<T>>(-0.9);
        Unary<T, TanhFunction<T>>();

        // Registers of which all lanes, most or none are small.
        Unary<T, TanhFunction<T>>(-0.79, 0.79);
        Unary<T, TanhFunction<T>>(-0.9, 0.9);
        Unary<T, SigmoidFunction<T>>();
        Unary<T, SoftplusFunction<T>>();
        Unary<T, SinFunction<T>>();
        Unary<T, CosFunction<T>>();
        Unary<T, FloorFunction<T>>();
        Unary<T, CeilingFunction<T>>();
        Unary<T, RoundFunction<T>>();
        Unary<T, TruncateFunction<T>>();
        Unary<T, Exp2Function<T>>();
        Unary<T, Log2Function<T>>();
        Unary<T, Log10Function<T>>();
        Unary<T, TanFunction<T>>();
        Unary<T, AtanFunction<T>>();
        Unary<T, SinhFunction<T>>();
        Unary<T, CoshFunction<T>>();
        Unary<T, AsinhFunction<T>>();
        Unary<T, CbrtFunction<T>>();
        Unary<T, LogGammaFunction<T>>();
        Unary<T, ErfFunction<T>>();
        Unary<T, ErfcFunction<T>>();
        Unary<T, GaussianFunction<T>>();
        Unary<T, GeluFunction<T>>();
        Unary<T, GeluSlopeFunction<T>>();
        Unary<T, GeluTanhFunction<T>>();
        Unary<T, SiluFunction<T>>();
        Unary<T, MishFunction<T>>();
        Unary<T, SoftsignFunction<T>>();
        Unary<T, AsinFunction<T>>(-1, 1);
        Unary<T, AcosFunction<T>>(-1, 1);
        Unary<T, AcoshFunction<T>>(1, 4);
        Unary<T, AtanhFunction<T>>(-0.9, 0.9);
        Unary<T, LogitFunction<T>>(0.1, 0.9);
        Binary<T, AddFunction<T>>();
        Binary<T, SubtractFunction<T>>();
        Binary<T, MultiplyFunction<T>>();
        Binary<T, DivideFunction<T>>();
        Binary<T, MinFunction<T>>();
        Binary<T, MaxFunction<T>>();
        Binary<T, PowerFunction<T>>(0.1);
        Binary<T, AbsGradientFunction<T>>();
        Binary<T, ReluGradientFunction<T>>();
        Binary<T, TanhGradientFunction<T>>();
        Binary<T, SigmoidGradientFunction<T>>();
        Binary<T, SoftplusGradientFunction<T>>();
        Binary<T, SqrtGradientFunction<T>>(0.1);
        Binary<T, SquareGradientFunction<T>>();
        Binary<T, Atan2Function<T>>();
        Binary<T, HypotFunction<T>>();
        Binary<T, DivideOrZeroFunction<T>>();
        Binary<T, LogAddExpFunction<T>>();
        Binary<T, XLogYFunction<T>>();
        Binary<T, RemainderFunction<T>>();
        Binary<T, SiluGradientFunction<T>>();
        Binary<T, GeluGradientFunction<T>>();
        Binary<T, GeluTanhGradientFunction<T>>();
        Binary<T, MishGradientFunction<T>>();
        Binary<T, LeakyReluFunction<T>>();
        Twins.Run<T, TernaryCase<T, FusedMultiplyAddFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, SelectFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, ClampFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, ClampGradientFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, LerpFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, LogAddExpGradientFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, LeakyReluGradientFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, EluFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, EluSlopeFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, ScaledGaussianFunction<T>>>(default);
        Twins.Run<T, TernaryCase<T, ScaledDifferenceFunction<T>>>(default);
    }

    private static void Unary<T, TFunction>(double low = -3, double high = 3)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IUnary<T> => Twins.Run<T, UnaryCase<T, TFunction>>(new(low, high));

    private static void Binary<T, TFunction>(double low = -3, double high = 3)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IBinary<T> => Twins.Run<T, BinaryCase<T, TFunction>>(new(low, high));
}
