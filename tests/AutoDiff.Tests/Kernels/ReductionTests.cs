using System;
using AutoDiff.Kernels;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Kernels;

public class ReductionTests
{
    [Fact]
    public void Folds_of_every_length_are_right_and_the_same_at_every_width()
    {
        for (int length = 0; length <= 140; length++)
            Fold(length);
        foreach (int length in new[] { 4095, 4096, 4097, 8192, 12289, 20000 })
            Fold(length);
    }

    [Fact]
    public void Folds_over_axes_equal_the_plain_odometer_on_random_shapes() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        Random random = new(seed);
        Shape from = ShapeSamples.Whole(random), to = ShapeSamples.Part(random, from);
        Twins.Run<float, ReduceToCase<float>>(new(seed, from, to, 1e-6));
        Twins.Run<double, ReduceToCase<double>>(new(seed, from, to, 1e-15));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Theory]
    [InlineData(1000, 3, 0)]
    [InlineData(700, 70, 0)]
    [InlineData(1300, 9, 0)]
    [InlineData(5, 5000, 1)]
    [InlineData(1000, 4, 1)]
    public void Long_rows_and_columns_are_folded_accurately(int rows, int columns, int axis)
    {
        Shape from = new(rows, columns), to = from.With(axis, 1);
        Twins.Run<float, ReduceToCase<float>>(new(rows, from, to, 1e-7));
        Twins.Run<double, ReduceToCase<double>>(new(rows + 1, from, to, 3e-16));
    }

    [Fact]
    public void A_million_floats_sum_to_a_few_units_in_the_last_place()
    {
        float[] x = Twins.Values<float>(1_000_000, seed: 5, 0, 1);
        double exact = 0;
        foreach (float value in x)
            exact += value;
        Assert.Equal(exact, Reduction.Sum<float>(x), exact * 3e-7);
        float[] y = new float[1];
        Reduction.SumTo<float>(new Shape(1_000_000, 1), x, new Shape(1, 1), y);
        Assert.Equal(exact, y[0], exact * 3e-7);
    }

    [Fact]
    public void Columns_a_million_long_sum_accurately()
    {
        float[] x = Twins.Values<float>(1_000_000, seed: 6, 0, 1), y = new float[2];
        Reduction.SumTo<float>(new Shape(500_000, 2), x, new Shape(2), y);
        double even = 0, odd = 0;
        for (int i = 0; i < x.Length; i += 2)
            (even, odd) = (even + x[i], odd + x[i + 1]);
        Assert.Equal(even, y[0], even * 3e-6);
        Assert.Equal(odd, y[1], odd * 3e-6);
    }

    [Fact]
    public void The_widest_twin_serves_the_entry_points()
    {
        double[] x = [3, -1, 4, -1, 5];
        Assert.Equal(10, Reduction.Sum<double>(x));
        Assert.Equal(52, Reduction.SumOfSquares<double>(x));
        Assert.Equal(52, Reduction.Dot<double>(x, x));
        Assert.Equal(25, Reduction.SquaredDistance<double>(x, [3, -1, 4, -1, 0]));
        Assert.Equal(5, Reduction.Max<double>(x));
        Assert.Equal(-1, Reduction.Min<double>(x));
        Assert.Equal(0, Reduction.Sum<double>([]));
        Assert.Equal(Half.CreateChecked(10), Reduction.Sum<Half>(Array.ConvertAll(x, Half.CreateChecked)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => Reduction.Max<double>([]));
        Assert.Equal("Max: no elements: the extreme of an empty range is not defined; need at least 1.", error.Message);
        Assert.Throws<ArgumentException>(() => Reduction.Min<double>([]));
        Assert.Throws<ArgumentException>(() => Reduction.Dot<double>(x, [1]));
    }

    [Fact]
    public void The_entry_points_over_axes_fold_to_any_shape()
    {
        Shape matrix = new(2, 3);
        float[] x = [1, 2, 3, 4, 5, 6], scalar = [100], row = new float[3], column = new float[2];
        Reduction.SumTo<float>(matrix, x, Shape.Scalar, scalar, accumulate: true);
        Assert.Equal(121, scalar[0]);
        Reduction.DotTo<float>(matrix, x, x, new Shape(1, 1), scalar);
        Assert.Equal(91, scalar[0]);
        Reduction.MaxTo<float>(matrix, x, new Shape(3), row);
        Assert.Equal([4, 5, 6], row);
        Reduction.MinTo<float>(matrix, x, new Shape(2, 1), column);
        Assert.Equal([1, 4], column);
        Reduction.SumTo<float>(new Shape(0, 3), [], new Shape(3), row);
        Assert.Equal([0, 0, 0], row);
        Reduction.SumTo<float>(new Shape(0, 3), [], Shape.Scalar, scalar);
        Assert.Equal(0, scalar[0]);
        Assert.Throws<ArgumentException>(() => Reduction.SumTo<float>(matrix, x, new Shape(3), column));
        Assert.Throws<ArgumentException>(() => Reduction.SumTo<float>(matrix, [1f], Shape.Scalar, scalar));
    }

    private static void Fold(int length)
    {
        Twins.Run<float, ReductionCase<float>>(new(length, 1e-6));
        Twins.Run<double, ReductionCase<double>>(new(length, 1e-15));
        Twins.Run<Half, ReductionCase<Half>>(new(Math.Min(length, 200), 1e-1));
    }
}
