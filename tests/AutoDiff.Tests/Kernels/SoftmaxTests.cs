using System;
using AutoDiff.Kernels;
using Xunit;

namespace AutoDiff.Tests.Kernels;

public class SoftmaxTests
{
    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(2, 5, 1)]
    [InlineData(2, 67, 1)]
    [InlineData(1, 1000, 1)]
    [InlineData(2, 7, 3)]
    [InlineData(2, 5, 40)]
    [InlineData(1, 3, 300)]
    [InlineData(0, 3, 2)]
    public void The_family_equals_plain_formulas(int outer, int count, int inner)
    {
        Twins.Run<float, SoftmaxCase<float>>(new(outer, count, inner, 1e-6));
        Twins.Run<double, SoftmaxCase<double>>(new(outer, count, inner, 1e-15));
        if (count < 100)
            Twins.Run<Half, SoftmaxCase<Half>>(new(outer, count, inner, 1e-2));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 9)]
    [InlineData(3, 300)]
    public void Cross_entropy_and_its_gradient_equal_plain_formulas(int rows, int count)
    {
        Twins.Run<float, CrossEntropyCase<float>>(new(rows, count, 1e-6));
        Twins.Run<double, CrossEntropyCase<double>>(new(rows, count, 1e-15));
    }

    [Fact]
    public void Large_values_do_not_overflow_and_keep_their_precision()
    {
        float[] x = [10000, 10001, 9999], y = new float[3], logarithm = new float[1];
        SoftmaxKernels.LogSoftmax<float>(x, 3, 1, y);
        Assert.Equal(-0.40760596f, y[1], 1e-6f);
        SoftmaxKernels.CrossEntropy<float>(x, 3, [1], logarithm);
        Assert.Equal(0.40760596f, logarithm[0], 1e-6f);
        SoftmaxKernels.LogSumExp<float>(x, 3, 1, logarithm);
        Assert.Equal(10001.4076f, logarithm[0], 1e-3f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Infinite_and_undefined_lines_behave_as_documented(int inner)
    {
        const float Inf = float.PositiveInfinity;
        float[][] lines = [[-Inf, -Inf], [Inf, 1], [float.NaN, 1], [-Inf, 3]];
        float[] logarithms = [-Inf, Inf, float.NaN, 3], first = [float.NaN, float.NaN, float.NaN, 0], second = [float.NaN, 0, float.NaN, 1];
        for (int i = 0; i < lines.Length; i++)
        {
            float[] x = new float[2 * inner], y = new float[2 * inner], logarithm = new float[inner];
            x.AsSpan(0, inner).Fill(lines[i][0]);
            x.AsSpan(inner).Fill(lines[i][1]);
            SoftmaxKernels.LogSumExp<float>(x, 2, inner, logarithm);
            SoftmaxKernels.Softmax<float>(x, 2, inner, y);
            Assert.Equal(logarithms[i], logarithm[inner - 1]);
            Assert.Equal(first[i], y[0]);
            Assert.Equal(second[i], y[inner]);
        }
    }

    [Fact]
    public void Mismatches_are_refused()
    {
        float[] six = new float[6], two = new float[2], three = new float[3];
        Assert.Throws<ArgumentException>(() => SoftmaxKernels.Softmax<float>(six, 3, 1, two));
        Assert.Throws<ArgumentException>(() => SoftmaxKernels.Softmax<float>([], 0, 1, []));
        Assert.Throws<ArgumentException>(() => SoftmaxKernels.CrossEntropy<float>(six, 3, [0, 1], three));
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxKernels.CrossEntropy<float>(six, 3, [0, 3], two));
        Assert.Equal("SoftmaxKernels: index out of range: element 1 of the indices is 3; need 0 to 2.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxKernels.CrossEntropyGradient<float>(six, 3, [0, -1], two, two, six));
    }

    [Fact]
    public void The_family_allocates_nothing()
    {
        float[] x = Twins.Values<float>(60, seed: 1), y = new float[60], lines = new float[20];
        int[] targets = new int[20];
        Assert.Equal(0, Allocated.Least(Work));

        void Work()
        {
            SoftmaxKernels.LogSumExp<float>(x, 3, 4, lines);
            SoftmaxKernels.LogSoftmax<float>(x, 3, 1, y);
            SoftmaxKernels.SoftmaxGradient<float>(x, y, 3, 4, y);
            SoftmaxKernels.LogSoftmaxGradient<float>(x, y, 3, 1, y);
            SoftmaxKernels.CrossEntropy<float>(x, 3, targets, lines);
            SoftmaxKernels.CrossEntropyGradient<float>(x, 3, targets, lines, lines, y, accumulate: true);
        }
    }
}
