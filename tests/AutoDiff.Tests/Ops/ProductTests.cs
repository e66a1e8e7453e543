using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// Products and slopes that are in range although products on the way to them are not; powers of two, so that all of it is exact.
public class ProductTests
{
    private const float Huge = 1.2676506e30f, Tiny = 1 / Huge;

    [Theory]
    [InlineData(Huge, Huge, Tiny, Tiny)]
    [InlineData(Tiny, Tiny, Huge, Huge)]
    [InlineData(Huge, Tiny, Huge, Tiny)]
    [InlineData(Huge, Huge, Huge, Tiny, Tiny)]
    [InlineData(Huge, Huge)]
    [InlineData(Tiny, Tiny, -Tiny)]
    [InlineData(Huge, 0, Huge, Tiny)]
    [InlineData(float.Epsilon, Huge, Huge, Tiny, Huge)]
    public void What_is_in_range_is_found(params float[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Tape<float> tape = new();
        Shape shape = new(1, x.Length, 1);
        Variable<float> v = tape.Variable(x, shape), y = Product(v, 1);
        Assert.Equal((float)Others(x, -1), y.Values[0]);
        ReadOnlySpan<float> slopes = tape.Gradient(Sum(y), [v])[0].Values;
        for (int i = 0; i < x.Length; i++)
            Assert.Equal((float)Others(x, i), slopes[i]);
    }

    // Among subnormal numbers bits are lost, and what grows again does not have them.
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(40)]
    public void What_is_nearly_lost_on_the_way_keeps_its_bits(int between)
    {
        const float Odd = 1.0625f * Tiny;
        float[] x = [Odd, Odd / 65536, 1.625f, .. new float[between], Huge];
        x.AsSpan(3, between).Fill(1);
        using Tape<float> tape = new();
        Variable<float> row = tape.Constant(x, new Shape(1, x.Length)), columns = BroadcastTo(Reshape(row, new Shape(x.Length, 1)), new Shape(x.Length, 20));
        Assert.Equal((float)Others(x, -1), Product(row, 1).Values[0]);
        Assert.All(Product(columns, 0).ToArray(), y => Assert.Equal((float)Others(x, -1), y));
    }

    [Fact]
    public void Columns_are_told_apart()
    {
        using Tape<float> tape = new();
        Variable<float> v = tape.Variable([Huge, 2, 0, Huge, 3, Tiny, Tiny, 5, Huge, Tiny, 7, Tiny], new Shape(4, 3)), y = Product(v, 0);
        Assert.Equal([1, 210, 0], y.Values);
        Assert.Equal([Tiny, 105, Tiny, Tiny, 70, 0, Huge, 42, 0, Huge, 30, 0], tape.Gradient(Sum(y), [v])[0].Values);
    }

    private static double Others(float[] x, int except)
    {
        double y = 1;
        for (int i = 0; i < x.Length; i++)
            y *= i == except ? 1 : x[i];
        return y;
    }
}
