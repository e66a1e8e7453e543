using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Layers;

// Every optimiser against the papers' formulas, written out once more for one number at a time.
public sealed class FormulaTests
{
    private static readonly Arbitrary<Run> Runs = Arb.From(
        from length in Gen.Choose(0, 40)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from steps in Gen.Choose(1, 5)
        from rate in Gen.Elements(0, 0.001, 0.1)
        from decay in Gen.Elements(0, 0.01, 0.5)
        from keep in Gen.Elements(0.1, 0.5, 0.9, 0.99)
        from other in Gen.Elements(0.0, 0.5, 0.9)
        from flag in Gen.Elements(true, false)
        select new Run(length, seed, steps, rate, decay, keep, other, flag));

    [Fact]
    public void Sgd_is_Sutskevers_momentum() => Check(
        (list, run) => new Sgd<double>(list, run.Rate, run.Keep, run.Flag, run.Decay),
        (run, state, w, gradient, t) =>
        {
            double g = gradient + (run.Decay * w);
            state[0] = (run.Keep * state[0]) + g;
            return w - (run.Rate * (run.Flag ? g + (run.Keep * state[0]) : state[0]));
        });

    [Fact]
    public void Sgd_without_momentum_follows_the_gradient() => Check(
        (list, run) => new Sgd<double>(list, run.Rate, weightDecay: run.Decay),
        (run, state, w, gradient, t) => w - (run.Rate * (gradient + (run.Decay * w))));

    [Fact]
    public void RmsProp_is_Hintons_and_centred_is_Graves() => Check(
        (list, run) => new RmsProp<double>(list, run.Rate, run.Keep, 1e-4, run.Other, run.Flag, run.Decay),
        (run, state, w, gradient, t) =>
        {
            double g = gradient + (run.Decay * w);
            state[0] = (run.Keep * state[0]) + ((1 - run.Keep) * g * g);
            state[1] = (run.Keep * state[1]) + ((1 - run.Keep) * g);
            double square = run.Flag ? Math.Max(state[0] - (state[1] * state[1]), 0) : state[0];
            state[2] = (run.Other * state[2]) + (g / (Math.Sqrt(square) + 1e-4));
            return w - (run.Rate * state[2]);
        });

    [Fact]
    public void Adam_is_Kingmas_and_decoupled_is_Loshchilovs() => Check(
        (list, run) => new Adam<double>(list, run.Rate, run.Other, run.Keep, 1e-6, run.Decay, run.Flag),
        (run, state, w, gradient, t) =>
        {
            double g = run.Flag ? gradient : gradient + (run.Decay * w);
            double shrunk = run.Flag ? w - (run.Rate * run.Decay * w) : w;
            state[0] = (run.Other * state[0]) + ((1 - run.Other) * g);
            state[1] = (run.Keep * state[1]) + ((1 - run.Keep) * g * g);
            double mean = state[0] / (1 - Math.Pow(run.Other, t)), square = state[1] / (1 - Math.Pow(run.Keep, t));
            return shrunk - (run.Rate * mean / (Math.Sqrt(square) + 1e-6));
        });

    private static void Check(Func<IReadOnlyList<Parameter<double>>, Run, Optimizer<double>> make, Func<Run, double[], double, double, int, double> formula) =>
        Prop.ForAll(Runs, run =>
        {
            Random random = new(run.Seed);
            double[] expected = new double[run.Length], gradient = new double[run.Length];
            double[][] states = new double[run.Length][];
            for (int i = 0; i < run.Length; i++)
            {
                expected[i] = random.NextDouble() - 0.5;
                states[i] = new double[3];
            }

            Parameter<double> wide = new("w", new Shape(run.Length), expected);
            Optimizer<double> optimizer = make([wide], run);
            for (int t = 1; t <= run.Steps; t++)
            {
                for (int i = 0; i < run.Length; i++)
                {
                    gradient[i] = random.NextDouble() - 0.5;
                    expected[i] = formula(run, states[i], expected[i], gradient[i], t);
                }

                Gradients.Set<double>(wide, gradient);
                optimizer.Step();
            }

            for (int i = 0; i < run.Length; i++)
                Assert.Equal(expected[i], wide.Values[i], 1e-11);
        }).QuickCheckThrowOnFailure();

    private sealed record Run(int Length, int Seed, int Steps, double Rate, double Decay, double Keep, double Other, bool Flag);
}
