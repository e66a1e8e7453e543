using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace AutoDiff.Tests.Scalars;

// Many directions at once are as many single ones.
public sealed class MultiDualTests
{
    private static readonly double[] Tangents = [1, -2, 0, 0.5, 1e-3, 7, -0.25, 3], Others = [0.5, 0, 0, -1, 2, 1e3, 1, -3];

    public static TheoryData<string> UnaryNames => [.. Unary.All.Select(row => row.Name)];

    public static TheoryData<string> BinaryNames => [.. Binary.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Functions_of_one_number_are_those_of_dual_numbers(string name)
    {
        Unary row = Unary.Of(name);
        foreach (double x in row.Points.Concat([0, -1, 1, double.PositiveInfinity, double.NaN]))
        {
            MultiDual<double> y = row.For<MultiDual<double>>()(new(x, Tangents));
            MultiDual<float> z = row.For<MultiDual<float>>()(new((float)x, [.. Tangents.Concat(Others).Select(tangent => (float)tangent)]));
            for (int i = 0; i < Tangents.Length; i++)
            {
                Dual<double> expected = row.For<Dual<double>>()(new(x, Tangents[i]));
                Assert.Equal((expected.Value, expected.Tangent), (y.Value, y.Tangent(i)));
                Dual<float> low = row.For<Dual<float>>()(new((float)x, (float)Tangents[i])), high = row.For<Dual<float>>()(new((float)x, (float)Others[i]));
                Assert.Equal((low.Value, low.Tangent, high.Tangent), (z.Value, z.Tangent(i), z.Tangent(8 + i)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Functions_of_two_numbers_are_those_of_dual_numbers(string name)
    {
        Binary row = Binary.Of(name);
        foreach ((double x, double y) in row.Points.Concat([(0, 0), (1, 0), (2, double.PositiveInfinity)]))
        {
            MultiDual<double> z = row.For<MultiDual<double>>()(new(x, Tangents), new(y, Others)), ofConstant = row.For<MultiDual<double>>()(new(x, Tangents), y);
            for (int i = 0; i < Tangents.Length; i++)
            {
                Dual<double> expected = row.For<Dual<double>>()(new(x, Tangents[i]), new(y, Others[i])), alone = row.For<Dual<double>>()(new(x, Tangents[i]), y);

                // A power's exponent that stands still in one direction moves in another: its slope is used for all, and may be infinite.
                if (name != "Pow" || Others[i] != 0)
                    Assert.Equal((expected.Value, expected.Tangent), (z.Value, z.Tangent(i)));
                Assert.Equal((alone.Value, alone.Tangent), (ofConstant.Value, ofConstant.Tangent(i)));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_with_a_term(bool fused)
    {
        MultiDual<double> z = MultiplyAdd<MultiDual<double>>(new(1.3, Tangents), new(-0.7, Others), new(2.2, Tangents), fused);
        for (int i = 0; i < Tangents.Length; i++)
        {
            Dual<double> expected = MultiplyAdd<Dual<double>>(new(1.3, Tangents[i]), new(-0.7, Others[i]), new(2.2, Tangents[i]), fused);
            Assert.Equal((expected.Value, expected.Tangent), (z.Value, z.Tangent(i)));
        }

        static T MultiplyAdd<T>(T a, T b, T c, bool fused)
            where T : IFloatingPointIeee754<T> => fused ? T.FusedMultiplyAdd(a, b, c) : T.MultiplyAddEstimate(a, b, c);
    }

    // Numbers of directions that fill no pass, one, and several in part.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(20)]
    public void A_jacobian_takes_several_numbers_in_a_pass(int count)
    {
        double[] x = [.. Enumerable.Range(0, count).Select(i => Math.Cos(i) + 2)];
        int passes = 0;
        double[][] wide = Derivative.WideForwardJacobian<double>(v => Counted(v), x), narrow = Derivative.ForwardJacobian<double>(v => Functions(v), x);
        Assert.Equal(narrow, wide);
        Assert.Equal((count + 7) / 8, passes);
        float[][] single = Derivative.WideForwardJacobian<float>(v => Functions(v), [.. x.Select(value => (float)value)]);
        Assert.Equal(narrow.SelectMany(row => row), single.SelectMany(row => row).Select(value => (double)value), new Core.Nearly(1e-5));

        MultiDual<double>[] Counted(MultiDual<double>[] v)
        {
            passes++;
            return Functions(v);
        }
    }

    // Inside recorded numbers: rows of a Hessian, eight columns in one sweep.
    [Fact]
    public void A_hessian_by_reverse_mode_over_many_directions()
    {
        double[] x = [0.3, -1.2, 2, 0.7];
        double[][] expected = Derivative.Hessian(v => Value(v), x);
        MultiDual<double>[] moving = [.. x.Select(MultiDual<double>.Moving)];
        MultiDual<double>[] gradient = Derivative.Gradient(v => Value(v), moving);
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
                Assert.Equal(expected[i][j], gradient[i].Tangent(j), 1e-14);
        }

        static T Value<T>(T[] v)
            where T : IFloatingPointIeee754<T> => T.Exp(v[0] * v[1]) + (v[2] * v[2] * T.Sin(v[3])) + (v[0] / v[2]);
    }

    [Fact]
    public void Directions_and_errors()
    {
        Assert.Equal((8, 16), (MultiDual<double>.Directions, MultiDual<float>.Directions));
        MultiDual<double> x = MultiDual<double>.Moving(3, 5);
        Assert.Equal([0, 0, 0, 0, 0, 1, 0, 0], Enumerable.Range(0, 8).Select(x.Tangent));
        Assert.True(MultiDual<double>.Moving(0, -1).IsZeroThroughout && MultiDual<double>.Moving(0, 8).IsZeroThroughout && !MultiDual<double>.Moving(0, 7).IsZeroThroughout);
        double[] first = new double[6];
        x.CopyTangents(first);
        Assert.Equal([0, 0, 0, 0, 0, 1], first);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Tangent(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Tangent(-1));
        const string TooMany = "MultiDual: 9 tangents but 8 directions; need at most as many. Take further passes for more.";
        Assert.Equal(TooMany, Assert.Throws<ArgumentException>(() => new MultiDual<double>(1, new double[9])).Message);
        Assert.Equal(TooMany, Assert.Throws<ArgumentException>(() => x.CopyTangents(new double[9])).Message);
        Assert.Throws<NotSupportedException>(() => new MultiDual<Dual<double>>(Dual<double>.One));
    }

    private static T[] Functions<T>(IReadOnlyList<T> v)
        where T : IFloatingPointIeee754<T>
    {
        T product = T.One, sum = T.Zero;
        for (int i = 0; i < v.Count; i++)
        {
            sum = T.MultiplyAddEstimate(v[i], product, sum) - T.Log(v[i]);
            product *= T.Sqrt(v[i]) / (T.One + (v[i] * v[i]));
        }

        return [product, sum, product % (sum + T.One)];
    }
}
