using System;
using AutoDiff.Kernels;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Kernels;

public class BroadcastTests
{
    [Fact]
    public void Maps_equal_the_plain_odometer_on_random_shapes() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        Twins.Run<float, BroadcastCase<float>>(new(seed));
        Twins.Run<double, BroadcastCase<double>>(new(seed + 1));
        Twins.Run<Half, BroadcastCase<Half>>(new(seed + 2));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Adjacent_axes_that_do_the_same_are_one_loop()
    {
        Assert.Equal(1, new LoopNest(new Shape(3, 4, 5), new Shape(3, 4, 5)).Depth);
        Assert.Equal(2, new LoopNest(new Shape(3, 4, 5), new Shape(4, 5)).Depth);
        Assert.Equal(2, new LoopNest(new Shape(3, 4, 5), new Shape(3, 1, 1)).Depth);
        Assert.Equal(2, new LoopNest(new Shape(1, 3, 1, 4, 1), new Shape(3, 1, 1, 1)).Depth);
        Assert.Equal(8, new LoopNest(new Shape(2, 2, 2, 2, 2, 2, 2, 2), new Shape(1, 2, 1, 2, 1, 2, 1, 2)).Depth);
        Assert.Equal(1, new LoopNest(Shape.Scalar, Shape.Scalar).Depth);
    }

    [Fact]
    public void Equal_shapes_and_scalars_need_no_loop_nest()
    {
        Shape matrix = new(2, 3), one = new(1, 1);
        float[] a = [1, 2, 3, 4, 5, 6], y = new float[6];
        Broadcast.Map<float, AddFunction<float>>(matrix, a, Shape.Scalar, [10f], matrix, y);
        Assert.Equal([11, 12, 13, 14, 15, 16], y);
        Broadcast.Map<float, SubtractFunction<float>>(one, [1f], matrix, a, matrix, y, accumulate: true);
        Assert.Equal([11, 11, 11, 11, 11, 11], y);
        Broadcast.Map<float, FusedMultiplyAddFunction<float>>(matrix, a, matrix, a, Shape.Scalar, [1f], matrix, y);
        Assert.Equal([2, 5, 10, 17, 26, 37], y);
        Broadcast.Map<float, AddFunction<float>>(matrix, a, new Shape(2, 1), [10f, 20f], matrix, y);
        Assert.Equal([11, 12, 13, 24, 25, 26], y);
        Broadcast.Copy<float>(new Shape(3), [1f, 2, 3], matrix, y);
        Assert.Equal([1, 2, 3, 1, 2, 3], y);
    }

    [Fact]
    public void Lengths_that_are_not_the_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Broadcast.Map<float, AddFunction<float>>(new Shape(3), new float[2], new Shape(3), new float[3], new Shape(3), new float[3]));
        Assert.Throws<ArgumentException>(() => Broadcast.Copy<float>(new Shape(3), new float[3], new Shape(2, 3), new float[5]));
    }

    [Fact]
    public void Broadcasting_allocates_nothing()
    {
        Shape matrix = new(4, 5), row = new(5), column = new(4, 1);
        float[] a = new float[20], b = new float[5], c = new float[4], y = new float[20];
        Assert.Equal(0, Allocated.Least(Work));

        void Work()
        {
            Broadcast.Map<float, AddFunction<float>>(matrix, a, row, b, matrix, y);
            Broadcast.Map<float, SelectFunction<float>>(matrix, a, row, b, column, c, matrix, y, accumulate: true);
            Reduction.SumTo<float>(matrix, y, row, b);
            Reduction.SumTo<float>(matrix, y, column, c);
        }
    }
}
