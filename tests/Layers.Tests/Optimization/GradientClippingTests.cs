using System;
using AutoDiff.Layers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class GradientClippingTests
{
    [Fact]
    public void The_norm_is_the_root_of_the_sum_of_squares() => Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), length =>
    {
        Random random = new(length);
        Parameter<float> a = new("a", new Shape(length)), b = new("b", new Shape(3)), without = new("c", new Shape(4));
        float[] gradient = new float[length];
        double expected = 1 + 4 + 9;
        for (int i = 0; i < length; i++)
        {
            gradient[i] = random.NextSingle() - 0.5f;
            expected += (double)gradient[i] * gradient[i];
        }

        Gradients.Set<float>(a, gradient);
        Gradients.Set(b, [1f, -2, 3]);
        Assert.Equal(Math.Sqrt(expected), GradientClipping.GlobalNorm<float>([a, b, without]), 1e-12);
        Assert.Equal(Math.Sqrt(expected), GradientClipping.ByGlobalNorm<float>([a, b, without], 0.5), 1e-12);
        Assert.Equal(0.5, GradientClipping.GlobalNorm<float>([a, b, without]), 1e-6);
        Assert.Equal(0.5 / Math.Sqrt(expected) * -2, b.Gradient[1], 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Short_gradients_stay_bit_by_bit()
    {
        Parameter<double> parameter = Gradients.Parameter("w", 0.0, 0);
        Gradients.Set(parameter, [3.0, -4]);
        Assert.Equal(5, GradientClipping.ByGlobalNorm([parameter], 5));
        Assert.Equal([3.0, -4], parameter.Gradient);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_norm_that_is_no_number_is_returned_and_nothing_is_scaled(float bad)
    {
        Parameter<float> parameter = Gradients.Parameter("w", 0f, 0);
        Gradients.Set(parameter, [bad, 7]);
        Assert.Equal(bad, GradientClipping.ByGlobalNorm([parameter], 1));
        Assert.Equal([bad, 7], parameter.Gradient);
    }

    [Fact]
    public void Float_gradients_do_not_overflow_the_norm()
    {
        Parameter<float> parameter = Gradients.Parameter("w", 0f, 0);
        Gradients.Set(parameter, [3e38f, 0]);
        Assert.Equal(3e38f, GradientClipping.ByGlobalNorm([parameter], 1), 1e32);
        Assert.Equal(1, parameter.Gradient[0], 1e-6f);
    }

    [Fact]
    public void Values_are_limited_and_NaN_stays()
    {
        Parameter<float> parameter = new("w", new Shape(19)), without = new("v", new Shape(2));
        float[] gradient = new float[19];
        for (int i = 0; i < 19; i++)
            gradient[i] = i - 9;
        gradient[1] = gradient[17] = float.NaN;
        Gradients.Set<float>(parameter, gradient);
        GradientClipping.ByValue<float>([parameter, without], 2);
        for (int i = 0; i < 19; i++)
            Assert.Equal(i is 1 or 17 ? float.NaN : Math.Clamp(i - 9, -2, 2), parameter.Gradient[i]);
        Assert.False(without.HasGradient);
    }

    [Fact]
    public void A_parameter_counts_once()
    {
        Parameter<double> one = new("one", new Shape(2)), shared = new("shared", new Shape(1));
        using Tape<double> tape = new();
        tape.Backward(Ops.Sum(tape.Use(one)) + Ops.Sum(tape.Use(shared)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => GradientClipping.ByGlobalNorm([shared, one, shared], 1e-3));
        Assert.StartsWith("GlobalNorm: a parameter is listed twice: shared [1] at places 0 and 2; need each once", error.Message, StringComparison.Ordinal);
        Assert.Equal([1.0, 1.0], one.Gradient.ToArray());
    }

    [Fact]
    public void Impossible_limits_are_refused()
    {
        const string Rest = "; need a finite number of 0 or more. Did the schedule or the loss that it was computed from diverge?";
        Assert.Equal("ByGlobalNorm: out of range: maxNorm is -1" + Rest, Assert.Throws<ArgumentException>(() => GradientClipping.ByGlobalNorm<float>([], -1)).Message);
        Assert.Equal("ByValue: out of range: limit is NaN" + Rest, Assert.Throws<ArgumentException>(() => GradientClipping.ByValue<float>([], double.NaN)).Message);
    }
}
