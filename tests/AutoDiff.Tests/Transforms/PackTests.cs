using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using AutoDiff.Checking;
using AutoDiff.Tests.Core;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

public sealed class PackTests
{
    private static readonly double[] Numbers = [0.3, -1.2, 0.7, 2.1, -0.4, 0.9];

    private delegate Variable<double> Keep(WorkedFunction<double> function, params Variable<double>[] inputs);

    // Views, saved values, constants, parameters, variables, masks, values read from outside, active and not, checkpoints and packs inside.
    public static TheoryData<string> Programs => [.. Computations.Keys];

    private static readonly Dictionary<string, Func<Tape<double>, Parameter<double>, Keep, Variable<double>[]>> Computations = new()
    {
        ["outside"] = (tape, _, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(2, 3)), w = tape.Variable(Numbers, new Shape(3, 2)), c = tape.Constant(Numbers, new Shape(2, 3));
            Variable<double> scale = Tanh(c), y = keep(v => Sigmoid(MatMul(v[0], v[1])) * Reshape(Slice(scale, 1, 0, 2), new Shape(2, 2)) * Sum(w), x, w);
            return [y, .. tape.Gradient(Sum(y * y), [x, w])];
        },
        ["parameters"] = (tape, parameter, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(6)), y = keep(v => Exp(Slice(tape.Use(parameter), 0, 0, 3)) * Slice(v[0], 0, 3, 3), x);
            Variable<double> first = tape.Gradient(Sum(y), x), root = Sum(y * y) + Sum(tape.Use(parameter));
            tape.Backward(root);
            return [y, first, tape.Gradient(root, x)];
        },
        ["leaves"] = (tape, _, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(6));
            Variable<double> y = keep(
                v =>
                {
                    Variable<double> inner = tape.Variable(2.0), still;
                    using (tape.NoGradient())
                        still = Reshape(Exp(v[0]), new Shape(2, 3));
                    Variable<double> mask = Reshape(still, new Shape(6)) * tape.Fill(0.5, new Shape(6));
                    return LogSoftmax(v[0] * inner) * mask + Dropout(v[0], 0.5, new RandomKey(7, 3));
                },
                x);
            return [y, tape.Gradient(Sum(y * y), x)];
        },
        ["inside one another"] = (tape, _, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(6)), w = tape.Variable(1.5);
            Variable<double> y = keep(v => keep(u => Sin(u[0] * w) * w, keep(u => Tanh(u[0]), v[0] * 2.0)) * v[0], x);
            return [y, .. tape.Gradient(Sum(y * y), [x, w])];
        },
        ["derivatives inside"] = (tape, _, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(6));
            Variable<double> y = keep(v => Square(tape.Gradient(Sum(Exp(v[0]) * v[0]), v[0], record: true)) * v[0], x);
            return [y, tape.Gradient(Sum(y * y), x)];
        },
        ["maps inside"] = (tape, _, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(2, 3)), w = tape.Variable(Numbers.AsSpan(3), new Shape(3));
            Variable<double> y = keep(v => tape.Map(row => Sum(Sin(row * w)), v[0]), x);
            return [y, .. tape.Gradient(Sum(y * y), [x, w])];
        },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void What_is_packed_without_loss_comes_back_to_the_bit(string program)
    {
        (double[] plain, double[] gradient) = Run((_, f, inputs) => f(inputs));
        foreach ((string how, Func<Tape<double>, WorkedFunction<double>, Variable<double>[], Variable<double>> keep)
            in new (string, Func<Tape<double>, WorkedFunction<double>, Variable<double>[], Variable<double>>)[]
        {
            ("packed", (tape, f, inputs) => tape.Pack(new CompressedPacker<double>(), f, inputs)),
            ("in files", (tape, f, inputs) => tape.Pack(new FilePacker<double>(), f, inputs)),
            ("a pack in a checkpoint", (tape, f, inputs) => tape.Checkpoint(v => tape.Pack(new CompressedPacker<double>(), f, v), inputs)),
            ("a checkpoint in a pack", (tape, f, inputs) => tape.Pack(new CompressedPacker<double>(), v => tape.Checkpoint(f, v), inputs)),
        })
        {
            (double[] values, double[] parameter) = Run(keep);
            Assert.True(
                plain.AsSpan().SequenceEqual(values) && gradient.AsSpan().SequenceEqual(parameter),
                $"{program} {how}: {string.Join(' ', plain)} but {string.Join(' ', values)}");
        }

        (double[] Values, double[] Parameter) Run(Func<Tape<double>, WorkedFunction<double>, Variable<double>[], Variable<double>> keep)
        {
            using Tape<double> tape = new();
            Parameter<double> parameter = new("p", new Shape(6), Numbers);
            Variable<double>[] results = Computations[program](tape, parameter, (f, inputs) => keep(tape, f, inputs));
            Assert.Equal(0, tape.Pass.LeftLive);
            return ([.. results.SelectMany(y => y.ToArray())], parameter.Gradient.ToArray());
        }
    }

    [Fact]
    public void Every_order_and_mode_is_that_of_the_function()
    {
        CompressedPacker<double> packer = new();
        GradientCheck.Of(v => Packed(v[0], v[1]), [new WorkedInput(new Shape(3)), new WorkedInput(new Shape(3))])
            .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
        Variable<double> Packed(Variable<double> x, Variable<double> w) =>
            Sum(x.Tape.Pack(packer, u => Exp(Sin(u[0]) * w), x.Tape.Pack(packer, u => u[0] * Tanh(u[0] * u[1]), x, w)));
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbers.AsSpan(0, 3), new Shape(3));
        Variable<double> plain = Sum(Exp(Sin(x) * x)), packed = Sum(tape.Pack(packer, v => Exp(Sin(v[0]) * v[0]), x));
        foreach (Func<Variable<double>, Variable<double>> derivative in new Func<Variable<double>, Variable<double>>[]
        {
            y => tape.Hvp(y, x, x),
            y => tape.Jvp(tape.Jvp(y, x, x, record: true), x, x),
            y => tape.Gradient(Sum(tape.Gradient(Sum(tape.Gradient(y, x, record: true)), x, record: true)), x),
            y => tape.Hessian(y, x),
        })
        {
            Assert.Equal(derivative(plain).ToArray(), derivative(packed).ToArray(), new Nearly(1e-12));
        }

        Assert.Equal(
            tape.Map(row => Sum(Sin(row)), Reshape(x, new Shape(3, 1))).ToArray(),
            tape.Map(row => tape.Pack(packer, v => Sum(Sin(v[0])), row), Reshape(x, new Shape(3, 1))).ToArray());
    }

    [Fact]
    public void The_function_runs_once_so_it_may_draw_numbers_and_read_what_stands_for_a_parameter()
    {
        using Tape<double> tape = new();
        Parameter<double> weight = new("w", Shape.Scalar, [3.0]);
        Variable<double> x = tape.Variable(2.0), y;
        int runs = 0;
        using (tape.Substitute(weight, tape.Use(weight) * 0.5))
            y = tape.Pack(new CompressedPacker<double>(), v => Exp(v[0] * tape.Use(weight)) * (10.0 + runs++), x);
        Assert.Equal(1.5 * 10 * Math.Exp(3), tape.Gradient(y, x).Item(), 1e-12);
        tape.Backward(y);
        Assert.Equal(0.5 * 2 * 10 * Math.Exp(3), weight.Gradient[0], 1e-12);
        Assert.Equal(1, runs);
    }

    [Fact]
    public void Values_leave_the_tape_and_come_back_one_function_at_a_time()
    {
        const int Length = 1 << 14, Blocks = 16, Steps = 12, Bytes = Length * sizeof(float);
        using Tape<float> plain = new(), packed = new();
        (long values, long peak, float[] gradient) = Measure(plain, (block, x) => block([x]));
        (long fewer, long lower, float[] same) = Measure(packed, (block, x) => packed.Pack(new CompressedPacker<float>(), block, x));
        Assert.Equal(gradient, same);
        Assert.InRange(values, Blocks * Steps * Bytes, long.MaxValue);
        using Tape<float> again = new();
        (long results, _, _) = Measure(again, (block, x) => again.Checkpoint(block, x));
        Assert.Equal(results, fewer);
        Assert.True(values > 4 * fewer && peak > 3 * lower, $"{values} {fewer} {peak} {lower}");

        static (long Values, long Peak, float[] Gradient) Measure(Tape<float> tape, Func<WorkedFunction<float>, Variable<float>, Variable<float>> keep)
        {
            Variable<float> x = tape.Variable(Enumerable.Range(0, Length).Select(i => MathF.Sin(i)).ToArray(), new Shape(Length)), y = x;
            for (int block = 0; block < Blocks; block++)
                y = keep(v => Enumerable.Range(0, Steps).Aggregate(v[0], (u, _) => Tanh(u)), y);
            long used = tape.BytesInUse;
            float[] gradient = tape.Gradient(Sum(y), x).ToArray();
            return (used, tape.PeakBytes, gradient);
        }
    }

    [Fact]
    public void Rounded_values_give_the_rules_at_rounded_values()
    {
        using Tape<double> tape = new();
        HalfPrecisionPacker<double> packer = new();
        Variable<double> x = tape.Variable(Numbers, new Shape(6)), w = tape.Variable(0.7);
        Variable<double> y = tape.Pack(packer, v => Exp(Sin(v[0]) * w), x), plain = Exp(Sin(x) * w);
        Assert.Equal(plain.ToArray(), y.ToArray());
        Variable<double> sine = tape.Variable(Rounded(Sin(x).ToArray()), new Shape(6)), exp = tape.Variable(Rounded(plain.ToArray()), new Shape(6));
        Assert.Equal(Sum(exp * sine).Item(), tape.Gradient(Sum(y), w).Item(), 1e-14);
        Assert.Equal(tape.Gradient(Sum(plain), x).ToArray(), tape.Gradient(Sum(y), x).ToArray(), new Nearly(1e-5));
        Assert.NotEqual(tape.Gradient(Sum(plain), x).ToArray(), tape.Gradient(Sum(y), x).ToArray());

        // A checkpoint inside is run again from rounded values and returns others, which is not a fault of its function.
        Variable<double> nested = tape.Pack(packer, v => Exp(tape.Checkpoint(u => Sin(Sin(u[0])), Cos(v[0]))), x);
        Variable<double> whole = Exp(Sin(Sin(Cos(x))));
        Assert.Equal(tape.Gradient(Sum(whole), x).ToArray(), tape.Gradient(Sum(nested), x).ToArray(), new Nearly(1e-5));
        Assert.Equal(tape.Hvp(Sum(whole), x, x).ToArray(), tape.Hvp(Sum(nested), x, x).ToArray(), new Nearly(1e-4));

        double[] Rounded(double[] values)
        {
            packer.Unpack(packer.Pack(values), values);
            return values;
        }
    }

    [Theory]
    [InlineData(1f, 1f)]
    [InlineData(-0f, -0f)]
    [InlineData(1.00390625f, 1f)]
    [InlineData(1.01171875f, 1.015625f)]
    [InlineData(1.00390637f, 1.0078125f)]
    [InlineData(1e-45f, 0f)]
    [InlineData(3.4028235e38f, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Halves_are_rounded_to_nearest_ties_to_even(float value, float expected)
    {
        HalfPrecisionPacker<float> packer = new();
        Span<float> unpacked = [7];
        object packed = packer.Pack([value]);
        packer.Unpack(packed, unpacked);
        Assert.Equal(
            BitConverter.SingleToInt32Bits(expected),
            BitConverter.SingleToInt32Bits(unpacked[0]) & (float.IsNaN(expected) ? BitConverter.SingleToInt32Bits(expected) : -1));
        Assert.Equal(2, Buffer.ByteLength((Array)packed));
    }

    [Fact]
    public void Halves_keep_NaN_and_bound_the_error()
    {
        HalfPrecisionPacker<float> floats = new();
        HalfPrecisionPacker<double> doubles = new();
        Random random = new(5);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30))),
            BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001), -double.NaN];
        double[] unpacked = new double[values.Length];
        doubles.Unpack(doubles.Pack(values), unpacked);
        float[] singles = [.. values.Select(v => (float)v), BitConverter.Int32BitsToSingle(0x7F80_0001), BitConverter.Int32BitsToSingle(-1)], halves = new float[values.Length + 2];
        floats.Unpack(floats.Pack(singles), halves);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(double.IsNaN(values[i]) ? double.IsNaN(unpacked[i]) : Math.Abs(unpacked[i] - values[i]) <= Math.Abs(values[i]) * Math.ScaleB(1, -21));
            Assert.True(float.IsNaN(singles[i]) ? float.IsNaN(halves[i]) : Math.Abs(halves[i] - singles[i]) <= Math.Abs(singles[i]) * Math.ScaleB(1, -8));
        }

        Assert.All(halves[^2..], half => Assert.True(float.IsNaN(half)));
        Assert.Throws<NotSupportedException>(() => new HalfPrecisionPacker<Half>());
    }

    [Fact]
    public void Zeros_compress()
    {
        float[] values = new float[1 << 16];
        for (int i = 0; i < values.Length; i += 10)
            values[i] = MathF.Sin(i);
        CompressedPacker<float> packer = new();
        byte[] packed = (byte[])packer.Pack(values);
        Assert.InRange(packed.Length, 1, values.Length * sizeof(float) / 5);
        float[] unpacked = new float[values.Length];
        packer.Unpack(packed, unpacked);
        Assert.True(MemoryMarshal.AsBytes<float>(values).SequenceEqual(MemoryMarshal.AsBytes<float>(unpacked)));
        Assert.Throws<InvalidDataException>(() => packer.Unpack(packed, unpacked.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CompressedPacker<float>(12));
    }

    [Fact]
    public void A_packer_that_fails_leaves_the_tape_as_it_was()
    {
        using Tape<double> tape = new();
        Parameter<double> parameter = new("p", Shape.Scalar, [3.0]);
        Variable<double> x = tape.Variable(Numbers, new Shape(6));
        TapeCounters before = tape.Counters;
        long bytes = tape.BytesInUse;
        FailingPacker packer = new();
        Assert.Throws<IOException>(() => tape.Pack(packer, v => Exp(v[0]) * tape.Use(parameter), x));
        Assert.Contains("returned nothing", Assert.Throws<TapeException>(() => tape.Pack(packer with { Fails = false }, v => Exp(v[0]), x)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidTimeZoneException>(() => tape.Pack(packer, _ => throw new InvalidTimeZoneException(), x));
        Assert.Contains("Pack: the function has not set", Assert.Throws<TapeException>(() => tape.Pack(packer, _ => default, x)).Message, StringComparison.Ordinal);
        Assert.Equal(before with { Bytes = tape.Counters.Bytes }, tape.Counters);
        Assert.Equal(bytes, tape.BytesInUse);
        Assert.Empty(tape.ParametersInUse());

        FilePacker<double> files = new();
        Variable<double> y = Sum(tape.Pack(files, v => Exp(v[0]), x));
        File.Delete(files.Last);
        before = tape.Counters;
        bytes = tape.BytesInUse;
        Assert.Throws<FileNotFoundException>(() => tape.Gradient(y, x));
        Assert.Equal(before with { Bytes = tape.Counters.Bytes }, tape.Counters with { Pushes = before.Pushes });
        Assert.Equal(bytes, tape.BytesInUse);
        Assert.Equal(Math.Exp(Numbers[0]), tape.Gradient(Sum(Exp(x)), x).Values[0]);
    }

    [Fact]
    public void It_outlives_severing_and_updates()
    {
        using Tape<double> tape = new();
        Parameter<double> weight = new("w", new Shape(6), Numbers);
        Variable<double> state = tape.Variable(Numbers, new Shape(6)), constant = tape.Constant(Numbers, new Shape(6));
        for (int step = 0; step < 50; step++)
        {
            Variable<double> before = state;
            state = tape.Pack(new CompressedPacker<double>(), v => Sin(v[0] * tape.Use(weight)) + Cos(constant * v[0]), state);
            if (step % 3 == 2)
                tape.Sever([before], [state, constant]);
            tape.RetainParameters();
            weight.Write()[0] += 0.001;
        }

        Assert.InRange(tape.Counters.Nodes, 1, 40);
        double[] values = state.ToArray();
        tape.Backward(Sum(state));
        Assert.All(weight.Gradient.ToArray(), slope => Assert.NotEqual(0, slope));
        Assert.Equal(values, state.ToArray());
    }

    // A packer as a user would write one.
    private sealed class FilePacker<T> : IValuePacker<T>
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        public string Last { get; private set; } = "";

        public object Pack(ReadOnlySpan<T> values)
        {
            Last = Path.GetTempFileName();
            File.WriteAllBytes(Last, MemoryMarshal.AsBytes(values));
            return Last;
        }

        public void Unpack(object packed, Span<T> values)
        {
            using FileStream stream = File.OpenRead((string)packed);
            stream.ReadExactly(MemoryMarshal.AsBytes(values));
        }
    }

    private sealed record FailingPacker(bool Fails = true) : IValuePacker<double>
    {
        public object Pack(ReadOnlySpan<double> values) => Fails ? throw new IOException() : null!;

        public void Unpack(object packed, Span<double> values) => throw new IOException();
    }
}
