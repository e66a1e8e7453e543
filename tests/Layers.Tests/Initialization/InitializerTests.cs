using System;
using AutoDiff.Layers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class InitializerTests
{
    private const int Rows = 200, Columns = 300;

    public static TheoryData<string> Kinds => ["uniform", "normal", "xavier uniform", "xavier normal", "he uniform", "he normal"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mean_variance_and_bounds_are_those_of_the_distribution(string kind)
    {
        (double[] values, double mean, double variance, double bound) = Draw(kind, seed: 7);
        double sum = 0, squares = 0, largest = 0;
        foreach (double value in values)
        {
            sum += value;
            squares += (value - mean) * (value - mean);
            largest = Math.Max(largest, Math.Abs(value - mean));
        }

        // Five deviations of the estimates: 1 / sqrt(n), and sqrt(2 / n) at most for the variance.
        Assert.Equal(mean, sum / values.Length, 5 * Math.Sqrt(variance / values.Length));
        Assert.Equal(variance, squares / values.Length, 5 * variance * Math.Sqrt(2.0 / values.Length));
        Assert.InRange(largest, 0.99 * Math.Min(bound, 3 * Math.Sqrt(variance)), bound);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others(string kind)
    {
        Assert.Equal(Draw(kind, seed: 7).Values, Draw(kind, seed: 7).Values);
        Assert.NotEqual(Draw(kind, seed: 7).Values, Draw(kind, seed: 8).Values);
    }

    [Fact]
    public void Two_parameters_of_one_stream_differ_and_the_second_can_be_drawn_first()
    {
        Parameter<float> first = new("a", new Shape(40)), second = new("b", new Shape(40)), again = new("b", new Shape(40));
        RandomStream random = new(3);
        Initializers.Normal(first, 0, 1, random);
        Initializers.Normal(second, 0, 1, random);
        Initializers.Normal(again, 0, 1, new RandomStream(3) { Position = 1 });
        Assert.NotEqual(first.Values.ToArray(), second.Values.ToArray());
        Assert.Equal(second.Values, again.Values);
        Assert.Equal(2UL, random.Position);
    }

    [Fact]
    public void A_longer_parameter_begins_with_the_numbers_of_a_shorter_one()
    {
        Parameter<double> shorter = new("a", new Shape(13)), longer = new("a", new Shape(1000));
        Initializers.Normal(shorter, 0, 1, new RandomStream(3));
        Initializers.Normal(longer, 0, 1, new RandomStream(3));
        Assert.Equal(shorter.Values, longer.Values[..13]);
    }

    [Fact]
    public void Orthogonal_blocks_are_orthonormal_to_rounding() => Prop.ForAll(
        Arb.From(from rows in Gen.Choose(0, 40) from columns in Gen.Choose(0, 40) from blocks in Gen.Choose(1, 4) select (rows, columns, blocks)),
        size =>
        {
            (int rows, int columns, int blocks) = size;
            const double Gain = 1.5;
            Parameter<double> parameter = new("w", new Shape(rows, blocks * columns));
            Initializers.Orthogonal(parameter, new RandomStream(11), Gain, blocks);
            for (int block = 0; block < blocks; block++)
            {
                int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
                for (int i = 0; i < count; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        double dot = 0;
                        for (int k = 0; k < length; k++)
                            dot += At(i, k) * At(j, k);
                        Assert.Equal(i == j ? Gain * Gain : 0, dot, 1e-12);
                    }
                }

                double At(int vector, int element) => rows >= columns
                    ? parameter.Values[(element * blocks * columns) + (block * columns) + vector]
                    : parameter.Values[(vector * blocks * columns) + (block * columns) + element];
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Orthogonal_blocks_differ_and_repeat_by_seed()
    {
        Parameter<float> gates = new("w", new Shape(16, 64)), again = new("w", new Shape(16, 64));
        Initializers.Orthogonal(gates, new RandomStream(2), blocks: 4);
        Initializers.Orthogonal(again, new RandomStream(2), blocks: 4);
        Assert.Equal(gates.Values, again.Values);
        Assert.NotEqual(gates.Values[..16].ToArray(), gates.Values[16..32].ToArray());
    }

    // Drawn evenly: a corner of a random rotation is as often negative as positive, and its mean square is 1 / n.
    [Fact]
    public void Orthogonal_matrices_are_drawn_evenly()
    {
        RandomStream random = new(1);
        Parameter<double> parameter = new("w", new Shape(4, 4));
        int negative = 0;
        double squares = 0;
        for (int i = 0; i < 2000; i++)
        {
            Initializers.Orthogonal(parameter, random);
            negative += parameter.Values[15] < 0 ? 1 : 0;
            squares += parameter.Values[15] * parameter.Values[15] / 2000;
        }

        Assert.InRange(negative, 890, 1110);
        Assert.InRange(squares, 0.23, 0.27);
    }

    [Fact]
    public void Constants_and_gate_biases_set_what_they_name()
    {
        Parameter<float> bias = new("b", new Shape(2, 12));
        Initializers.Constant(bias, 0.5);
        Initializers.GateBias(bias, gate: 1, gates: 4, value: 1);
        float[] row = [0.5f, 0.5f, 0.5f, 1, 1, 1, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f];
        Assert.Equal([.. row, .. row], bias.Values.ToArray());
        Assert.Equal(2, bias.Version);
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        RandomStream random = new(1);
        Parameter<float> vector = new("b", new Shape(10)), scalar = new("s", Shape.Scalar), matrix = new("w", new Shape(3, 10));
        const string Scale = "; need a finite number of 0 or more.";
        Refuses("Uniform: not an interval: low is 2, high is 1; need finite numbers with low <= high. Swap them?", () => Initializers.Uniform(vector, 2, 1, random));
        Refuses("Uniform: not an interval: low is NaN, high is 1; need finite numbers with low <= high. Swap them?", () => Initializers.Uniform(vector, double.NaN, 1, random));
        Refuses("Normal: not finite: mean is Infinity; need a finite number.", () => Initializers.Normal(vector, double.PositiveInfinity, 1, random));
        Refuses("Normal: not a scale: deviation is -1" + Scale, () => Initializers.Normal(vector, 0, -1, random));
        Refuses(
            "XavierUniform: no connections: fanIn is 0; need 1 or more. Pass the number of inputs or outputs that each unit sees.",
            () => Initializers.XavierUniform(vector, 0, 3, random));
        Refuses(
            "XavierNormal: no connections: fanOut is -3; need 1 or more. Pass the number of inputs or outputs that each unit sees.",
            () => Initializers.XavierNormal(vector, 3, -3, random));
        Refuses("XavierNormal: not a scale: gain is NaN" + Scale, () => Initializers.XavierNormal(vector, 3, 3, random, double.NaN));
        Refuses(
            "HeUniform: no connections: fanIn is 0; need 1 or more. Pass the number of inputs or outputs that each unit sees.",
            () => Initializers.HeUniform(vector, 0, random));
        Refuses("HeNormal: no connections: fanIn is 0; need 1 or more. Pass the number of inputs or outputs that each unit sees.", () => Initializers.HeNormal(vector, 0, random));
        Refuses("Orthogonal: not a matrix: b [10] has 1 axes; need 2, [rows, columns].", () => Initializers.Orthogonal(vector, random));
        Refuses(
            "Orthogonal: the last axis does not divide into blocks: w [3, 10] in 4 blocks; "
                + "need 1 or more blocks and a last axis that is a multiple of their number. Pass the number of gates that share the axis.",
            () => Initializers.Orthogonal(matrix, random, blocks: 4));
        Refuses("Orthogonal: not a scale: gain is -1" + Scale, () => Initializers.Orthogonal(matrix, random, gain: -1));
        Refuses(
            "GateBias: the last axis does not divide into blocks: s [] in 1 blocks; "
                + "need 1 or more blocks and a last axis that is a multiple of their number. Pass the number of gates that share the axis.",
            () => Initializers.GateBias(scalar, 0, 1, 1));
        Refuses("GateBias: not finite: value is NaN; need a finite number.", () => Initializers.GateBias(vector, 1, 2, double.NaN));
        Refuses("GateBias: no gate 2: there are 2 gates; need a gate from 0 to 1.", () => Initializers.GateBias(vector, 2, 2, 1));
        Assert.Equal(0, vector.Version + matrix.Version + scalar.Version);
        Assert.Equal(0UL, random.Position);
    }

    private static void Refuses(string message, Action action) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);

    private static (double[] Values, double Mean, double Variance, double Bound) Draw(string kind, ulong seed)
    {
        Parameter<double> parameter = new("w", new Shape(Rows, Columns));
        RandomStream random = new(seed);
        (double mean, double variance, bool bounded) = (0.0, 0.0, true);
        switch (kind)
        {
            case "uniform":
                Initializers.Uniform(parameter, -1, 3, random);
                (mean, variance) = (1, 16.0 / 12);
                break;
            case "normal":
                Initializers.Normal(parameter, 2, 0.5, random);
                (mean, variance, bounded) = (2, 0.25, false);
                break;
            case "xavier uniform":
                Initializers.XavierUniform(parameter, Rows, Columns, random, gain: 2);
                variance = 8.0 / (Rows + Columns);
                break;
            case "xavier normal":
                Initializers.XavierNormal(parameter, Rows, Columns, random, gain: 2);
                (variance, bounded) = (8.0 / (Rows + Columns), false);
                break;
            case "he uniform":
                Initializers.HeUniform(parameter, Rows, random);
                variance = 2.0 / Rows;
                break;
            default:
                Initializers.HeNormal(parameter, Rows, random);
                (variance, bounded) = (2.0 / Rows, false);
                break;
        }

        return (parameter.Values.ToArray(), mean, variance, bounded ? Math.Sqrt(3 * variance) * (1 + 1e-15) : double.PositiveInfinity);
    }
}
