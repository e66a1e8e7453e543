using System;
using System.Numerics;
using AutoDiff.Kernels;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Kernels;

public class MovementTests
{
    [Fact]
    public void Permutations_equal_the_plain_odometer_on_random_shapes() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        Random random = new(seed);
        Shape shape = ShapeSamples.Whole(random);
        int[] axes = new int[shape.Rank];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = i;
        random.Shuffle(axes);
        Permutation<float>(shape, axes, seed);
        Permutation<double>(shape, axes, seed);
        Permutation<Half>(shape, axes, seed);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 70)]
    [InlineData(16, 16)]
    [InlineData(100, 5)]
    public void Matrices_are_transposed(int rows, int columns) => Permutation<float>(new Shape(rows, columns), [1, 0], rows);

    [Fact]
    public void Slices_are_taken_and_put_back() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        Random random = new(seed);
        int outer = random.Next(4), length = random.Next(6), inner = random.Next(20), start = random.Next(length + 1), count = random.Next(length - start + 1);
        float[] whole = Twins.Values<float>(outer * length * inner, seed), part = Twins.Values<float>(outer * count * inner, seed + 1);
        for (int accumulate = 0; accumulate < 2; accumulate++)
        {
            float[] taken = [.. part], put = [.. whole];
            for (int i = 0; i < part.Length; i++)
            {
                int at = (i / (count * inner) * length * inner) + (start * inner) + (i % (count * inner));
                taken[i] = (accumulate == 1 ? part[i] : 0) + whole[at];
                put[at] = (accumulate == 1 ? whole[at] : 0) + part[i];
            }

            Guarded<float> y = new(part);
            Movement.Slice<float>(whole, length, inner, start, count, y.Span, accumulate == 1);
            Same.Bits<float>(taken, y.Span, $"slice {start} + {count} of [{outer}, {length}, {inner}]");
            y.Check("slice");
            y = new(whole);
            Movement.PutSlice<float>(part, length, inner, start, count, y.Span, accumulate == 1);
            Same.Bits<float>(put, y.Span, $"put slice {start} + {count} of [{outer}, {length}, {inner}]");
            y.Check("put slice");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Rows_are_gathered_and_scattered()
    {
        float[] table = Twins.Values<float>(5 * 3, seed: 1), y = new float[4 * 3], back = new float[5 * 3];
        int[] indices = [4, 0, 4, 2];
        Movement.Gather<float>(table, 5, 3, indices, y);
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(table[(indices[i / 3] * 3) + (i % 3)], y[i]);
        Movement.Gather<float>(table, 5, 3, indices, y, accumulate: true);
        Assert.Equal(2 * table[1], y[4]);
        Movement.ScatterAdd<float>(y, 5, 3, indices, back);
        Assert.Equal(y[0] + y[6], back[12]);
        Assert.Equal(y[3], back[0]);
        Assert.Equal(0, back[3]);
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        float[] six = new float[6], four = new float[4];
        Assert.Throws<ArgumentException>(() => Movement.Permute<float>(new Shape(2, 3), [1, 0], six, four));
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Movement.Slice<float>(six, 3, 2, 2, 2, four));
        Assert.Equal("Movement: slice out of range: 2 elements from 2 of an axis of length 3; need both 0 or more and their sum at most 3.", error.Message);
        Assert.Throws<ArgumentException>(() => Movement.Slice<float>(six, 3, 2, 1, 1, four));
        Assert.Throws<ArgumentException>(() => Movement.PutSlice<float>(four, 4, 1, 1, 2, six));
        Assert.Throws<ArgumentOutOfRangeException>(() => Movement.Gather<float>(six, 3, 2, [3, 0], four));
        Assert.Throws<ArgumentOutOfRangeException>(() => Movement.ScatterAdd<float>(four, 3, 2, [0, -1], six));
        Assert.Throws<ArgumentException>(() => Movement.Gather<float>(six, 3, 2, [0], four));
        Assert.Throws<ArgumentException>(() => Movement.Roll<float>(six, 3, 2, 1, four));
        Assert.Throws<ArgumentException>(() => Movement.Take<float>(new Walk(new Shape(3), 0, [1]), six, four));
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Movement.Take<float>(new Walk(new Shape(4), 1, [2]), six, four));
        Assert.Equal("Movement: a walk over [4] from element 1 leaves its array of 6 elements; need every element inside.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Movement.PutBack<float>(new Walk(new Shape(4), 2, [-1]), four, six));
    }

    private static void Permutation<T>(Shape shape, int[] axes, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] lengths = Array.ConvertAll(axes, axis => shape[axis]);
        Shape to = new(lengths);
        T[] x = Twins.Values<T>(shape.Count, seed), old = Twins.Values<T>(shape.Count, seed + 1), expected = new T[shape.Count], sums = new T[shape.Count];
        for (int i = 0; i < expected.Length; i++)
        {
            int rest = i, from = 0;
            for (int axis = to.Rank - 1; axis >= 0; axis--)
            {
                from += rest % to[axis] * shape.CountOf(axes[axis] + 1, shape.Rank);
                rest /= to[axis];
            }

            expected[i] = x[from];
            sums[i] = old[i] + x[from];
        }

        string what = $"{shape} by {string.Join(' ', axes)}";
        Guarded<T> y = new(shape.Count);
        Movement.Permute<T>(shape, axes, x, y.Span);
        Same.Bits<T>(expected, y.Span, what);
        y.Check(what);
        y = new(old);
        Movement.Permute<T>(shape, axes, x, y.Span, accumulate: true);
        Same.Bits<T>(sums, y.Span, what + " accumulating");
        y.Check(what);
    }
}
