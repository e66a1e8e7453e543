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
