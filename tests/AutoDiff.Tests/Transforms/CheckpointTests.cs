using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Tests.Core;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

public sealed class CheckpointTests
{
    private static readonly double[] Numbers = [0.3, -1.2, 0.7, 2.1, -0.4, 0.9];

    // A root with results of the same function behind it, whose gradients an earlier sweep may have left.
    [Fact]
    public void TheFirstOfSeveralResultsIsDifferentiatedAlone()
    {
        using Tape<double> tape = new();
        Variable<double>[] results = new Variable<double>[2];
        for (int place = 0; place < 40; place++)
        {
            tape.Reset();
            for (int i = 0; i < place; i++)
                tape.Constant(i);
            Variable<double> x = tape.Variable(0.7);
            tape.Checkpoint((a, b) => (b[0], b[1]) = (a[0] * a[0], Exp(a[0])), [x], results);
            Assert.Equal(1.4, tape.Gradient(results[0], x).Item(), 12);
            Assert.Equal(1.4, tape.Gradient(results[0], x, record: true).Item(), 12);
            Assert.Equal(4.2, tape.Jvp(results[0], x, tape.Constant(3)).Item(), 12);
            Assert.Equal(Math.Exp(0.7), tape.Gradient(results[1], x).Item(), 12);
        }
    }

    [Fact]
    public void Values_and_gradients_have_the_bits_they_have_without_it()
    {
        (double[] plain, double[] checkpointed) = Both((tape, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(2, 3)), w = tape.Variable([.. Numbers, .. Numbers.Select(v => v / 2)], new Shape(3, 4));
            Variable<double> y = Tanh(MatMul(x, w)), z = keep(v => Sigmoid(MatMul(v[0], v[1])) * y, [x, w]), root = Sum(z * y) + Sum(z);
            return [root, .. tape.Gradient(root, [x, w])];
        });
        Assert.Equal(plain, checkpointed);
    }

    [Fact]
    public void A_function_may_return_several_values_its_inputs_and_one_twice()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2.0), unused = tape.Variable(5.0);
        Variable<double>[] y = new Variable<double>[5];
        tape.Checkpoint(
            (a, b) =>
            {
                b[0] = a[0] * a[0];
                b[1] = a[0];
                b[2] = b[0];
                b[3] = b[0] * a[0];
                b[4] = Log(b[0] - b[0]);
            },
            [x],
            y);
        Assert.Equal(x, y[1]);
        Assert.Equal(y[0], y[2]);
        Assert.Equal([4, 2, 4, 8, double.NegativeInfinity], y.Select(v => v.Item()));

        // A result that nothing is made of must not spoil the gradient by its infinite slope.
        Assert.Equal((2 * 2 * 2) + 1 + (3 * 4), tape.Gradient(y[0] + y[1] + y[2] + y[3], x).Item());
        Assert.Equal(0, tape.Gradient(y[0], unused, unconnected: Unconnected.Zero).Item());
        Assert.Equal(4 * 3 * 4.0, tape.Gradient(tape.Gradient(y[0] * y[0], x, record: true), x).Item());
        Assert.Equal(1, tape.Gradient(y[3] * 2.0, y[0], unconnected: Unconnected.Zero).Item() + 1);
    }

    [Fact]
    public void Parameters_met_inside_get_their_gradients_once_for_each_sweep()
    {
        Parameter<double> inside = new("inside", new Shape(3), Numbers.AsSpan(0, 3)), bare = new("bare", Shape.Scalar, [3]);
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbers.AsSpan(3, 3), new Shape(3));
        Variable<double>[] y = new Variable<double>[2];
        tape.Checkpoint((a, b) => (b[0], b[1]) = (a[0] * tape.Use(inside), tape.Use(bare)), [x], y);
        Assert.Equal([inside, bare], tape.ParametersInUse());
        Variable<double> root = Sum(y[0]) * y[1];
        tape.Backward(root);
        Assert.Equal(x.ToArray().Select(v => 3 * v), inside.Gradient.ToArray());
        tape.Backward(root);
        Assert.Equal(x.ToArray().Select(v => 6 * v), inside.Gradient.ToArray());
        Assert.Equal(2 * Sum(y[0]).Item(), bare.Gradient[0]);
        Assert.Equal(0, tape.Pass.LeftLive);
    }

    [Fact]
    public void Only_the_results_are_kept_and_a_sweep_takes_one_function_at_a_time()
    {
        const int Length = 1 << 14, Blocks = 24;
        static Variable<float> Block(Variable<float> x)
        {
            for (int i = 0; i < 12; i++)
                x = Tanh(x);
            return x;
        }

        long Peak(bool keep)
        {
            using Tape<float> tape = new();
            Variable<float> x = tape.Variable(new float[Length], new Shape(Length)), y = x;
            for (int i = 0; i < Blocks; i++)
                y = keep ? tape.Checkpoint(v => Block(v[0]), y) : Block(y);
            tape.Gradient(Sum(y), x);
            return tape.PeakBytes / (Length * sizeof(float));
        }

        // The block's input and its 12 values, cotangents beside them, and what was there before.
        Assert.InRange(Peak(keep: true), Blocks, Blocks + 24);
        Assert.InRange(Peak(keep: false), 12 * Blocks, (12 * Blocks) + 24);
    }

    [Fact]
    public void Nested_checkpoints_hold_what_their_depth_asks_for()
    {
        const int Length = 1 << 13;
        using Tape<float> tape = new();
        int runs = 0;
        Variable<float> Run(Variable<float> x, int steps)
        {
            if (steps == 1)
            {
                runs++;
                return Tanh(x);
            }

            return Run(tape.Checkpoint(v => Run(v[0], steps / 2), x), steps - (steps / 2));
        }

        Variable<float> start = tape.Variable(Enumerable.Range(0, Length).Select(i => i / (float)Length).ToArray(), new Shape(Length)), end = Run(start, 256);
        float[] gradient = tape.Gradient(Sum(end), start).ToArray();

        // Halving: a level of the recursion runs every step of its left half once more, so 256 + 256 log2(256) / 2 runs, on nine levels.
        Assert.Equal(256 + (256 * 8 / 2), runs);
        Assert.InRange(tape.PeakBytes / (Length * sizeof(float)), 8, 40);
        Variable<float> plain = start;
        for (int i = 0; i < 256; i++)
            plain = Tanh(plain);
        Assert.Equal(tape.Gradient(Sum(plain), start).ToArray(), gradient);
    }

    [Fact]
    public void Every_order_and_mode_is_that_of_the_function()
    {
        static Variable<double> F(Variable<double> x, Variable<double> w, Func<WorkedFunction<double>, Variable<double>[], Variable<double>> keep) =>
            Sum(keep(v => Exp(Sin(v[0]) * w), [keep(v => v[0] * Tanh(v[0] * w), [x])]));
        static Variable<double> Checkpointed(Variable<double> x, Variable<double> w) => F(x, w, (f, inputs) => x.Tape.Checkpoint(f, inputs));
        static Variable<double> Plain(Variable<double> x, Variable<double> w) => F(x, w, (f, inputs) => f(inputs));
        GradientCheck.Of(v => Checkpointed(v[0], v[1]), [new WorkedInput(new Shape(3)), new WorkedInput(new Shape(3))])
            .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbers.AsSpan(0, 3), new Shape(3)), w = tape.Variable(Numbers.AsSpan(3), new Shape(3));
        foreach (Func<Variable<double>, Variable<double>> derivative in new Func<Variable<double>, Variable<double>>[]
        {
            y => tape.Hvp(y, x, x),
            y => tape.Gradient(Sum(tape.Gradient(Sum(tape.Gradient(y, x, record: true) * w), x, record: true)), w),
            y => tape.Jvp(tape.Jvp(y, x, x, record: true), w, w),
            y => tape.Jacobian(tape.Gradient(y, x, record: true), w),
            y => tape.Hessian(y, x),
        })
        {
            Assert.Equal(derivative(Plain(x, w)).ToArray(), derivative(Checkpointed(x, w)).ToArray(), new Nearly(1e-12));
        }
    }

    // A batched map, as for a Hessian's rows, records what the functions inside do too.
    [Fact]
    public void Nested_checkpoints_have_hessians()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbers.AsSpan(0, 3), new Shape(3));
        WorkedFunction<double> inner = v => Exp(Sin(v[0])) * v[0];
        Variable<double> nested = Sum(tape.Checkpoint(v => Tanh(tape.Checkpoint(inner, tape.Checkpoint(inner, v[0]))) + v[0], x));
        Variable<double> plain = Sum(Tanh(inner([inner([x])])) + x);
        Assert.Equal(tape.Hessian(plain, x).ToArray(), tape.Hessian(nested, x).ToArray(), new Nearly(1e-12));
        Variable<double> packed = Sum(tape.Checkpoint(v => Tanh(tape.Pack(new CompressedPacker<double>(), inner, v[0])), x));
        Assert.Equal(tape.Hessian(Sum(Tanh(inner([x]))), x).ToArray(), tape.Hessian(packed, x).ToArray(), new Nearly(1e-12));
    }

    [Fact]
    public void Maps_stand_inside_and_around_it()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbers, new Shape(3, 2)), w = tape.Variable([0.5, 2], new Shape(2));
        Variable<double> plain = tape.Map(row => Sum(Sin(row * w)), x);
        Variable<double> around = tape.Map(row => tape.Checkpoint(v => Sum(Sin(v[0] * w)), row), x);
        Variable<double> inside = tape.Checkpoint(v => tape.Map(row => Sum(Sin(row * w)), v[0]), x);
        Variable<double>[] all = [plain, around, inside];
        Assert.All(all, y => Assert.Equal(plain.ToArray(), y.ToArray()));
        Assert.All(all, y => Assert.Equal(tape.Gradient(Sum(plain), w).ToArray(), tape.Gradient(Sum(y), w).ToArray()));
        Variable<double> norms = tape.Map(row => Sum(tape.Gradient(tape.Checkpoint(v => Sum(Sin(v[0] * w)), row), row)), x);
        Assert.Equal(tape.Map(row => Sum(tape.Gradient(Sum(Sin(row * w)), row)), x).ToArray(), norms.ToArray(), new Nearly(1e-14));
        Variable<double> y = tape.Checkpoint(v => Sum(Sin(v[0])), w);
        Assert.Contains("Checkpoint", Assert.Throws<TapeException>(() => tape.PerSampleGradients(row => Sum(row[0]) * y, [x], [w])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Derivatives_may_be_taken_inside()
    {
        (double[] plain, double[] checkpointed) = Both((tape, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(6));
            Variable<double> penalty = keep(v => Sum(Square(tape.Gradient(Sum(Exp(v[0]) * v[0]), v[0], record: true))), [x]);
            Variable<double> scaled = keep(v => v[0] / (1.0 + Sum(Square(tape.Gradient(Sum(Sin(v[0])), v[0])))), [x]);
            return [penalty, scaled, tape.Gradient(penalty + Sum(scaled), x)];
        });
        Assert.Equal(plain, checkpointed, new Nearly(1e-14));
    }

    [Fact]
    public void Masks_are_drawn_again_as_they_were()
    {
        (double[] plain, double[] checkpointed) = Both((tape, keep) =>
        {
            Variable<double> x = tape.Variable(Numbers, new Shape(6)), y = keep(v => Square(Dropout(Exp(v[0]), 0.5, new RandomKey(7, 3))), [x]);
            return [y, tape.Gradient(Sum(y), x)];
        });
        Assert.Equal(plain, checkpointed);
    }

    [Fact]
    public void Without_recording_the_results_are_constants()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2.0), y;
        using (tape.NoGradient())
            y = tape.Checkpoint(v => Exp(v[0]) + 1.0, x);
        Assert.False(y.IsActive);
        Assert.Equal(Math.Exp(2) + 1, y.Item(), 1e-15);
        Variable<double> z = tape.Checkpoint(v =>
        {
            using (tape.NoGradient())
                return v[0] * 3.0;
        }, x);
        Assert.False(z.IsActive);
        Assert.Equal(3, tape.Counters.Nodes);
    }

    [Fact]
    public void What_was_computed_inside_is_gone_afterwards()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2.0), inner = default;
        Variable<double> y = tape.Checkpoint(v => Exp(inner = v[0] * v[0]), x);
        string message = Assert.Throws<TapeException>(() => inner.Item()).Message;
        Assert.Contains("checkpointed function", message, StringComparison.Ordinal);
        Assert.Throws<TapeException>(() => inner + y);
        Assert.Equal(4 * Math.Exp(4), tape.Gradient(y, x).Item(), 1e-12);
    }

    [Fact]
    public void A_function_that_does_something_else_the_second_time_is_refused()
    {
        int call = 0;
        Refuse(v => v[0] * (double)++call, "other numbers");
        Refuse(v => ++call % 2 == 1 ? v[0] * 2.0 : v[0], "1 new values, now 0");
        Refuse(v => ++call % 2 == 1 ? v[0] * 2.0 : Sum(v[0]) * 2.0, "result 0 was [6], now");
        Refuse(v => ++call % 2 == 1 ? v[0] * 1.0 : v[0] * 1.0 * 1.0, "recorded 1 operations, now 2");

        void Refuse(WorkedFunction<double> function, params string[] parts)
        {
            call = 0;
            using Tape<double> tape = new();
            Variable<double> x = tape.Variable(Numbers, new Shape(6));
            int before = 0;
            string? message = null;
            try
            {
                Variable<double> y = Sum(tape.Checkpoint(function, x));
                before = tape.Counters.Nodes;
                tape.Gradient(y, x);
            }
            catch (TapeException e)
            {
                message = e.Message;
            }

            Assert.NotNull(message);
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
            Assert.Equal(before, tape.Counters.Nodes);
            Assert.Equal(1, tape.Gradient(Sum(x), x).Values[0]);
        }
    }

    [Fact]
    public void What_must_not_happen_inside_is_refused_and_leaves_no_trace()
    {
        using Tape<double> tape = new(), other = new();
        Variable<double> x = tape.Variable(Numbers, new Shape(6)), foreign = other.Variable(1.0);
        TapeCounters before = tape.Counters;
        Refuse(_ => foreign, "another tape");
        Refuse(_ => default, "result 0 of 1");
        Refuse(v => Act(v[0], () => tape.Reset()), "Reset", "checkpointed function is running");
        Refuse(v => Act(v[0], () => tape.Dispose()), "Dispose", "checkpointed function is running");
        Refuse(v => Act(v[0], () => tape.Backward(x)), "Backward", "checkpointed function is running");
        Assert.Throws<InvalidTimeZoneException>(() => tape.Checkpoint(_ => throw new InvalidTimeZoneException(), x));
        Assert.Equal(before, tape.Counters);
        Assert.Equal(2, tape.Gradient(Sum(tape.Checkpoint(v => v[0] * 2.0, x)), x).Values[0]);

        static Variable<double> Act(Variable<double> value, Action action)
        {
            action();
            return value * 2.0;
        }

        void Refuse(WorkedFunction<double> function, params string[] parts)
        {
            string message = Assert.Throws<TapeException>(() => tape.Checkpoint(function, x)).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    private static (double[] Plain, double[] Checkpointed) Both(Func<Tape<double>, Func<WorkedFunction<double>, Variable<double>[], Variable<double>>, Variable<double>[]> compute)
    {
        using Tape<double> first = new(), second = new();
        return (
            [.. compute(first, (f, inputs) => f(inputs)).SelectMany(y => y.ToArray())],
            [.. compute(second, (f, inputs) => second.Checkpoint(f, inputs)).SelectMany(y => y.ToArray())]);
    }
}
