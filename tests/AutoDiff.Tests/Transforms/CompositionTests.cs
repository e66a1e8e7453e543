using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Tests.Core;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

// What each of these does alone is proven elsewhere; here they meet.
public sealed partial class CompositionTests
{
    private static readonly double[] Numbers = [0.3, -1.2, 0.7, 2.1, -0.4, 0.9];

    [Fact]
    public void What_stands_for_a_parameter_stands_for_it_when_a_checkpoint_is_run_again()
    {
        Parameter<double> weight = new("w", new Shape(6), Numbers);
        (double[] plain, double[] plainSecond) = Run((_, f, x) => f([x]));
        (double[] again, double[] second) = Run((tape, f, x) => tape.Checkpoint(f, x));
        Assert.Equal(plain, again);
        Assert.Equal(plainSecond, second, new Nearly(1e-12));
        (again, second) = Run((tape, f, x) => tape.Checkpoint(v => tape.Checkpoint(f, v[0]) * 1.0, x));
        Assert.Equal(plain, again);

        (double[], double[]) Run(Func<Tape<double>, WorkedFunction<double>, Variable<double>, Variable<double>> keep)
        {
            using Tape<double> tape = new();
            weight.ClearGradient();
            Variable<double> x = tape.Variable(Numbers, new Shape(6)), y;
            using (tape.Substitute(weight, Dropout(tape.Use(weight), 0.5, new RandomKey(7, 3))))
                y = Sum(keep(tape, v => Sin(v[0] * tape.Use(weight)), x)) + Sum(x);
            Variable<double> gradient = tape.Gradient(y, x);
            tape.Backward(y);
            return ([.. gradient.ToArray(), .. weight.Gradient.ToArray()], tape.Hvp(y, x, x).ToArray());
        }
    }

    [Fact]
    public void Constants_read_inside_a_checkpoint_outlive_severing()
    {
        using Tape<double> tape = new();
        Variable<double> start = tape.Variable(Numbers, new Shape(6)), constant = tape.Constant(Numbers, new Shape(6)), cut = Sin(start);
        Variable<double> y = tape.Checkpoint(v => Sin(v[0] * constant) + Detach(cut), tape.Checkpoint(v => Exp(v[0] * Tanh(constant)), start));
        double[] expected = tape.Gradient(Sum(y), start).ToArray();
        tape.Sever([], [y, start]);
        Assert.Equal(expected, tape.Gradient(Sum(y), start).ToArray());
    }

    [Fact]
    public void Linear_maps_and_pullbacks_work_while_a_checkpoint_is_run_again()
    {
        double[][] results = new double[3][];
        for (int way = 0; way < 3; way++)
        {
            using Tape<double> tape = new();
            Pullback<double> pullback = new();
            Variable<double> x = tape.Variable(Numbers, new Shape(6));
            WorkedFunction<double> f = v =>
            {
                Variable<double> y = Sin(v[0]) * v[0];
                double[] product = new double[6], rows = new double[12];
                tape.Linearize([y], [v[0]]).Times(Numbers, product);
                Variable<double> scale = tape.Constant(product, new Shape(6));
                pullback.Run([y], [[.. Numbers, .. Numbers]], [v[0]], [rows], 2);
                Variable<double> other = tape.Constant(rows.AsSpan(6), new Shape(6));
                pullback.Run([y], [Numbers], [v[0]], [rows], 1);
                Variable<double> third = tape.Constant(rows.AsSpan(0, 6), new Shape(6));
                return Exp(Tanh(y) * scale) + (Cos(y) * other) + (Sin(y) * third);
            };
            Variable<double> z = way == 0 ? f([x]) : way == 1 ? tape.Checkpoint(f, x) : tape.Pack(new CompressedPacker<double>(), f, x);
            results[way] = [.. z.ToArray(), .. tape.Gradient(Sum(z * z), x).ToArray(), .. tape.Gradient(Sum(z * z), x).ToArray()];
            Assert.Equal(0, tape.Pass.LeftLive);
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void A_linear_map_is_refused_or_right_after_severing()
    {
        using Tape<double> tape = new();
        Variable<double> waste = Sin(tape.Variable(Numbers, new Shape(6))), x = tape.Variable(Numbers, new Shape(6)), y = Exp(Sin(x));
        Linearization<double> map = tape.Linearize([y], [x]);
        double[] before = new double[6], after = new double[6];
        map.Times(Numbers, before);
        tape.Sever([], [x, y]);
        _ = Sin(Cos(x));
        try
        {
            map.Times(Numbers, after);
            Assert.Equal(before, after);
        }
        catch (TapeException)
        {
            // Refused.
        }

        tape.Sever([y], []);
        Assert.Throws<TapeException>(() => map.Times(Numbers, after));
        _ = waste;
    }

    [Fact]
    public void A_function_whose_inputs_are_cut_in_part_is_followed_back_by_the_others()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbers, new Shape(6)), cut = Sin(x), w = tape.Variable(2.0);
        Variable<double>[] y = new Variable<double>[2];
        tape.Checkpoint((v, results) => (results[0], results[1]) = (tape.Checkpoint(u => Exp(u[0]), v[0]), v[1] * 3.0), [cut, w], y);
        Variable<double> root = Sum(y[0]) + y[1];
        tape.Sever([cut], [root, w, x]);
        Assert.Equal(3, tape.Gradient(root, w).Item());
        Assert.Equal(0, tape.Pass.LeftLive);
        Assert.Throws<TapeException>(() => tape.Gradient(root, x));
    }

    [Fact]
    public void Long_runs_of_checkpoints_under_severing_hold_the_tape_constant()
    {
        Parameter<float> weight = new("w", new Shape(8), Enumerable.Repeat(0.9f, 8).ToArray());
        using Tape<float> tape = new();
        Variable<float> state = tape.Constant(new float[8], new Shape(8)), one = tape.Constant(1f);
        WorkedFunction<float> step = v => Tanh((v[0] * tape.Use(weight)) + one);
        CompressedPacker<float> packer = new(0);
        (int Nodes, long Bytes) early = default;
        for (int t = 0; t < 20_000; t++)
        {
            Variable<float> before = state;
            state = t % 16 == 0 ? tape.Pack(packer, step, state) : tape.Checkpoint(step, state);
            if (t % 4 == 3)
                tape.Backward(Sum(state));
            if (t % 4 == 1)
            {
                tape.RetainParameters();
                weight.Write()[t % 8] += 1e-6f;
            }

            tape.Sever([before], [state, one]);
            if (t == 10_000)
                early = (tape.Counters.Nodes, tape.Counters.Bytes);
        }

        Assert.Equal(early, (tape.Counters.Nodes, tape.Counters.Bytes));
    }

    [Theory]
    [InlineData(ImplicitSolver.Dense)]
    [InlineData(ImplicitSolver.Iterative)]
    public void Equilibria_stand_in_checkpoints_and_packs(ImplicitSolver solver)
    {
        double[][] results = new double[4][];
        for (int way = 0; way < results.Length; way++)
        {
            using Tape<double> tape = new();
            Variable<double> x = tape.Variable(Numbers, new Shape(6)), w = tape.Variable(0.4);
            WorkedFunction<double> f = v =>
            {
                ImplicitFunction<double> cell = (h, of) => Tanh((h * of[1]) + Sin(of[0]));
                Variable<double> u = Cos(v[0]), rest = Implicit.FindFixedPoint(cell, tape.Fill(0, u.Shape), [u, v[1]]);
                return Implicit.FixedPoint(cell, rest, [u, v[1]], order: 2, solver) * Exp(u);
            };
            Variable<double> y = way switch
            {
                0 => f([x, w]),
                1 => tape.Checkpoint(f, x, w),
                2 => tape.Pack(new CompressedPacker<double>(), f, x, w),
                _ => tape.Checkpoint(v => tape.Checkpoint(f, v) * v[0], x, w) / x,
            };
            Variable<double> root = Sum(y * y);
            results[way] = [.. tape.Gradient(root, w).ToArray(), .. tape.Gradient(root, x).ToArray(), .. tape.Hvp(root, x, x).ToArray()];
        }

        Assert.All(results, result => Assert.Equal(results[0], result, new Nearly(1e-9)));
    }

    [Fact]
    public void A_cut_root_and_a_node_before_the_cut()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbers, new Shape(6)), y = Sin(x), z = Exp(y);
        tape.Sever([y], [z, x]);
        double[] result = new double[12];
        new Pullback<double>().Run([z], [[.. Numbers, .. Numbers]], [x], [result], 2);
        Assert.All(result, value => Assert.Equal(0, value));
        Assert.Throws<TapeException>(() => tape.Gradient(Sum(z), x));
    }

    [Fact]
    public void What_changes_the_tape_s_past_is_refused_inside_a_checkpoint()
    {
        Parameter<double> weight = new("w", Shape.Scalar, [2.0]);
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.0);
        foreach (Action action in new Action[] { () => tape.Sever([x]), tape.RetainParameters, () => tape.Reset() })
        {
            Variable<double> Run(ReadOnlySpan<Variable<double>> v)
            {
                Variable<double> y = v[0] * tape.Use(weight);
                action();
                return y;
            }

            Assert.Contains("checkpointed function is running", Assert.Throws<TapeException>(() => tape.Checkpoint(Run, x)).Message, StringComparison.Ordinal);
            Assert.Equal(1, tape.Counters.Nodes);
        }
    }

    [Fact]
    public void Versions_of_a_parameter_on_both_sides_of_checkpoints()
    {
        double[] first = Run((_, f, inputs) => f([inputs])), second = Run((tape, f, x) => tape.Checkpoint(f, x)),
            third = Run((tape, f, x) => tape.Pack(new CompressedPacker<double>(), f, x));
        Assert.Equal(first, second);
        Assert.Equal(first, third);

        static double[] Run(Func<Tape<double>, WorkedFunction<double>, Variable<double>, Variable<double>> keep)
        {
            Parameter<double> weight = new("w", new Shape(6), Numbers);
            using Tape<double> tape = new();
            Variable<double> x = tape.Variable(Numbers, new Shape(6)), y = x;
            List<double> seen = [];
            for (int step = 0; step < 4; step++)
            {
                y = keep(tape, v => Sin(v[0] * tape.Use(weight)), y);
                y = keep(tape, v => Cos(v[0] * Detach(tape.Use(weight))), y);
                tape.Backward(Sum(y));
                seen.AddRange(weight.Gradient);
                tape.RetainParameters();
                weight.Write()[step] += 0.1;
            }

            return [.. seen, .. tape.Gradient(Sum(y), x).ToArray()];
        }
    }
}
