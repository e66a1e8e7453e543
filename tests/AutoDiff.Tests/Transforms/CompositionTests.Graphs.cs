using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Tests.Core;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

// Random graphs: functions set aside at random places, inside one another, among substitutions, updates and severings.
public sealed partial class CompositionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Random_graphs_with_a_part_set_aside_and_the_past_cut(int form)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            double[] plain = RandomGraph(seed, (_, f, inputs) => f(inputs));
            double[] kept = RandomGraph(seed, (tape, f, inputs) => form == 0 ? tape.Checkpoint(f, inputs) : tape.Pack(new CompressedPacker<double>(0), f, inputs));
            Assert.True(plain.AsSpan().SequenceEqual(kept), $"seed {seed}: {string.Join(' ', plain)} but {string.Join(' ', kept)}");
        }
    }

    [Fact]
    public void A_derivative_of_a_derivative_knows_what_the_inner_of_two_functions_reads_of_the_outer()
    {
        double[][] results = new double[3][];
        for (int way = 0; way < 3; way++)
        {
            using Tape<double> tape = new();
            Variable<double> x = tape.Variable(Numbers, new Shape(6));
            Variable<double> Keep(WorkedFunction<double> f, params Variable<double>[] inputs) =>
                way == 0 ? f(inputs) : way == 1 ? tape.Checkpoint(f, inputs) : tape.Pack(new CompressedPacker<double>(), f, inputs);
            Variable<double> y = Keep(
                v =>
                {
                    Variable<double> cosine = Cos(v[0]), square = cosine * cosine;
                    return square * Keep(u => Sin(u[0]) * cosine, v[0]);
                },
                x);
            results[way] = tape.Hvp(Sum(y * y), x, x).ToArray();
        }

        Assert.Equal(results[0], results[1], new Nearly(1e-12));
        Assert.Equal(results[0], results[2], new Nearly(1e-12));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Random_graphs_of_higher_order(int form)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            double[] plain = RandomGraph(seed, (_, f, inputs) => f(inputs), second: true);
            double[] kept = RandomGraph(seed, (tape, f, inputs) => form == 0 ? tape.Checkpoint(f, inputs) : tape.Pack(new CompressedPacker<double>(0), f, inputs), second: true);
            Assert.Equal(plain, kept, new Nearly(1e-9));
        }
    }

    private static double[] RandomGraph(int seed, Func<Tape<double>, WorkedFunction<double>, Variable<double>[], Variable<double>> keep, bool second = false)
    {
        Random random = new(seed);
        Parameter<double>[] parameters = [new("a", new Shape(6), Numbers), new("b", new Shape(6), [.. Numbers.Reverse()])];
        using Tape<double> tape = new();
        List<Variable<double>> nodes = [tape.Variable(Numbers, new Shape(6)), tape.Constant(Numbers, new Shape(6))];
        Variable<double> x = nodes[0];
        for (int step = 0; step < 12; step++)
        {
            int draw = random.Next(), kind = random.Next(8);
            Variable<double>[] known = [.. nodes];
            if (kind == 0)
                nodes.Add(tape.Use(parameters[draw % 2]));
            else if (kind <= 3)
                nodes.Add(keep(tape, v => Body(draw, [v[0], v[1], known[draw % known.Length], known[draw / 7 % known.Length]], 5), [known[draw / 3 % known.Length], known[^1]]));
            else if (kind == 4 && step > 3)
            {
                int cut = draw % nodes.Count;
                Variable<double>[] left = [.. nodes.Skip(nodes.Count / 2).Append(x)];
                tape.Sever([nodes[cut]], left);
                nodes = [.. left];
            }
            else if (kind == 5)
            {
                using (tape.Substitute(parameters[0], nodes[draw % nodes.Count]))
                    nodes.Add(keep(tape, v => v[0] * tape.Use(parameters[0]), [nodes[^1]]));
            }
            else if (kind == 6)
            {
                tape.RetainParameters();
                parameters[draw % 2].Write()[0] += 0.01;
            }
            else
            {
                nodes.Add(Body(draw, known, 1));
            }
        }

        Variable<double> root = Sum(Sin(nodes[^1])) + Sum(Sin(nodes[^2])) + Sum(x);
        double[] first = tape.Gradient(root, x).ToArray();
        if (second)
            return [.. tape.Hvp(root, x, x).ToArray(), .. tape.Jvp(root, x, x).ToArray(), .. tape.Gradient(root, x, record: true).ToArray()];
        tape.Backward(root);
        tape.Backward(root);
        Assert.Equal(0, tape.Pass.LeftLive);
        return [root.Item(), .. first, .. parameters[0].Gradient, .. parameters[1].Gradient];

        Variable<double> Body(int draw, Variable<double>[] known, int steps)
        {
            Random inner = new(draw);
            List<Variable<double>> values = [.. known];
            for (int i = 0; i < steps; i++)
            {
                Variable<double> a = values[inner.Next(values.Count)], b = values[inner.Next(values.Count)];
                values.Add(inner.Next(9) switch
                {
                    0 => a * b,
                    1 => Sin(a) + b,
                    2 => Concatenate(0, Slice(a, 0, 3, 3), Slice(b, 0, 0, 3)),
                    3 => Reshape(MatMul(Reshape(a, new Shape(3, 2)), Reshape(Slice(b, 0, 0, 4), new Shape(2, 2))), new Shape(6)) * 0.1,
                    4 => Tanh(a) * Sum(b) * 0.1,
                    5 => a * tape.Use(parameters[inner.Next(2)]),
                    6 => keep(tape, v => Sin(v[0]) * b, [a]),
                    7 => Softmax(a) + (b * 0.5),
                    _ => Detach(a) * b,
                });
            }

            return Tanh(values[^1]);
        }
    }
}
