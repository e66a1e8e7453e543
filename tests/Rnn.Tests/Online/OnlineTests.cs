using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Online;

// Gradients carried forward in time.
public sealed class OnlineTests
{
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Real_time_recurrent_learning_is_backpropagation_through_all_of_time(CellKind kind) => Check.Seeds(seed =>
    {
        CellTrial trial = CellTrial.Make(kind, seed);
        foreach (LossReduction reduction in Enum.GetValues<LossReduction>())
        {
            double loss = trial.Accumulate(Truncation.None, reduction);
            double[] expected = trial.Gradients;
            double online = trial.Accumulate(Truncation.Rtrl, reduction);
            if (Numbers.Differ("loss", [loss], [online]) is string differs)
                return differs;
            if (Numbers.Differ($"{reduction}", expected, trial.Gradients, 1e-11) is string broken)
                return broken;
        }

        return null;
    });

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Losses_at_some_steps_alone_are_credited_alike(CellKind kind) => Check.Seeds(seed =>
    {
        CellTrial trial = CellTrial.Make(kind, seed, steps: 6);
        trial.Count(step => step is 2 or 5);
        trial.Accumulate(Truncation.None);
        double[] expected = trial.Gradients;
        trial.Accumulate(Truncation.Rtrl);
        return Numbers.Differ("gradient", expected, trial.Gradients, 1e-11);
    });

    // One unit has no other to lose: its weights reach it in one step, and nothing is dropped.
    [Fact]
    public void Of_one_unit_the_sparse_influence_is_the_whole() => Check.Seeds(seed =>
    {
        CellTrial<HiddenState<double>> trial = new(new ElmanCell<double>(2, 1, new RandomStream((ulong)seed)), 5, 1, new Random(seed));
        trial.Accumulate(Truncation.None);
        double[] expected = trial.Gradients;
        trial.Accumulate(Truncation.SnAp1);
        return Numbers.Differ("gradient", expected, trial.Gradients, 1e-12);
    });

    // By hand for an Elman cell: column j of a weight matrix reaches unit j alone, and of the Jacobian only the diagonal counts.
    [Fact]
    public void The_sparse_influence_of_an_Elman_cell_uses_the_diagonal_of_its_Jacobian()
    {
        const int Inputs = 2, Hidden = 3, Steps = 6;
        ElmanCell<double> cell = new(Inputs, Hidden, new RandomStream(5));
        CellTrial<HiddenState<double>> trial = new(cell, Steps, 1, new Random(5));
        trial.Accumulate(Truncation.SnAp1);
        double[] actual = Numbers.Gradients([cell.RecurrentWeights]);
        Assert.Null(Numbers.Differ("recurrent weights", Diagonal(trial, cell), actual));
        trial.Accumulate(Truncation.None);
        Assert.NotNull(Numbers.Differ("all", Numbers.Gradients([cell.RecurrentWeights]), actual, 1e-6));
    }

    // All signs of a sequence of two steps with two units: the mean is exact. Later signs do not touch the loss.
    [Fact]
    public void Over_all_signs_the_random_product_is_right_on_average()
    {
        CellTrial<HiddenState<double>> trial = new(new ElmanCell<double>(1, 2, new RandomStream(9)), 3, 1, new Random(9));
        trial.Accumulate(Truncation.None);
        double[] expected = trial.Gradients;

        // 16 equally likely draws of four signs; each is met by some seed, and counts once.
        Dictionary<int, double[]> bySigns = [];
        for (ulong seed = 0; bySigns.Count < 16 && seed < 10_000; seed++)
        {
            int signs = Signs(seed, 4);
            if (bySigns.ContainsKey(signs))
                continue;
            trial.Accumulate(Truncation.Uoro(seed));
            bySigns[signs] = trial.Gradients;
        }

        Assert.Equal(16, bySigns.Count);
        double[] mean = [.. Enumerable.Range(0, expected.Length).Select(i => bySigns.Values.Average(gradient => gradient[i]))];
        Assert.Null(Numbers.Differ("mean", expected, mean, 1e-11));
        Assert.NotNull(Numbers.Differ("one draw", expected, bySigns[0], 1e-3));
    }

    [Fact]
    public void A_learnt_start_is_credited()
    {
        Parameter<double> start = new("start", new Shape(1, 2), [0.3, -0.4]);
        StartingSequence sequence = new(new ElmanCell<double>(1, 2, new RandomStream(2)), start, steps: 4);
        double[] expected = Run(Truncation.None);
        Assert.Contains(expected[..2], slope => Math.Abs(slope) > 1e-3);
        Assert.Null(Numbers.Differ("gradient", expected, Run(Truncation.Rtrl)));

        double[] Run(Truncation truncation)
        {
            Parameter<double>[] parameters = [start, .. sequence.Cell.Parameters];
            parameters.ClearGradients();
            using TruncatedBackprop<double, HiddenState<double>> trainer = new(truncation, LossReduction.Sum);
            trainer.Accumulate(sequence);
            return Numbers.Gradients(parameters);
        }
    }

    [Fact]
    public void Signs_go_on_where_they_were()
    {
        CellTrial<HiddenState<double>> trial = (CellTrial<HiddenState<double>>)CellTrial.Make(CellKind.Gru, 4, steps: 5);
        using TruncatedBackprop<double, HiddenState<double>> whole = new(Truncation.Uoro(1), LossReduction.Sum), resumed = new(Truncation.Uoro(1), LossReduction.Sum);
        whole.Accumulate(trial.Sequence);
        resumed.Draws = whole.Draws;
        trial.Parameters.ClearGradients();
        whole.Accumulate(trial.Sequence);
        double[] expected = trial.Gradients;
        trial.Parameters.ClearGradients();
        resumed.Accumulate(trial.Sequence);
        Assert.Equal(expected, trial.Gradients);
    }

    [Theory]
    [InlineData("rtrl")]
    [InlineData("snap")]
    [InlineData("uoro")]
    public void Memory_is_that_of_one_step(string method)
    {
        Truncation truncation = method == "rtrl" ? Truncation.Rtrl : method == "snap" ? Truncation.SnAp1 : Truncation.Uoro(3);
        long[] bytes = [.. ((int[])[16, 400]).Select(steps =>
        {
            using TruncatedBackprop<double, HiddenState<double>> trainer = new(truncation, LossReduction.Sum);
            trainer.Accumulate(new StartingSequence(new ElmanCell<double>(1, 2, new RandomStream(2)), null, steps));
            return trainer.Tape.Counters.Bytes;
        })];
        Assert.Equal(bytes[0], bytes[1]);
    }

    [Fact]
    public void Policies_have_names()
    {
        Assert.Equal(["Rtrl", "SnAp1", "Uoro(seed 7)"], [Truncation.Rtrl.ToString(), Truncation.SnAp1.ToString(), Truncation.Uoro(7).ToString()]);
        Assert.Equal(OnlineMethod.SnAp1, Truncation.SnAp1.Online);
        Assert.Null(Truncation.None.Online);
        Assert.NotEqual(Truncation.None, Truncation.Rtrl);
        Refusal.Of(() => _ = Truncation.Rtrl.Segments(5).Count, "Truncation.Segments", "Rtrl", "fixed cuts");
    }

    private static double[] Diagonal(CellTrial<HiddenState<double>> trial, ElmanCell<double> cell)
    {
        int hidden = cell.OutputSize;
        double[] influence = new double[hidden * hidden], gradient = new double[hidden * hidden];
        using Tape<double> tape = new();
        HiddenState<double> state = trial.Sequence.InitialState(tape);
        double[] before = new double[hidden];
        for (int t = 0; t < trial.Steps; t++)
        {
            Variable<double> entered = tape.Variable(before, new Shape(1, hidden));
            Variable<double> loss = trial.Sequence.Run(tape, new HiddenState<double>(entered), t, t + 1, _ => true, out HiddenState<double> next);
            double[] slope = tape.Gradient(loss, next.Hidden).ToArray(), after = next.Hidden.ToArray();

            // h = tanh(u): dh_k/dh_j before = (1 - h_k²) W_jk. A loss sees its own step whole, and the diagonals of those before.
            for (int i = 0; i < hidden; i++)
            {
                for (int j = 0; j < hidden; j++)
                {
                    int at = (i * hidden) + j;
                    double immediate = (1 - (after[j] * after[j])) * before[i];
                    gradient[at] += slope[j] * immediate;
                    for (int k = 0; k < hidden; k++)
                        gradient[at] += slope[k] * (1 - (after[k] * after[k])) * cell.RecurrentWeights.Values[(j * hidden) + k] * influence[at];
                    influence[at] = immediate + ((1 - (after[j] * after[j])) * cell.RecurrentWeights.Values[(j * hidden) + j] * influence[at]);
                }
            }

            before = after;
        }

        return gradient;
    }

    private static int Signs(ulong seed, int count)
    {
        int signs = 0;
        for (int i = 0; i < count; i++)
            signs |= (int)(CounterRandom.Bits(seed, 0, (ulong)i) >> 63) << i;
        return signs;
    }

    private sealed class StartingSequence(ElmanCell<double> cell, Parameter<double>? start, int steps) : ISequence<double, HiddenState<double>>
    {
        public ElmanCell<double> Cell => cell;

        public int Steps => steps;

        public HiddenState<double> InitialState(Tape<double> tape) => start is null ? cell.InitialState(tape, 1) : new(tape.Use(start));

        public int TargetCount(int from, int end) => end - from;

        public Variable<double> Run(Tape<double> tape, in HiddenState<double> state, Segment segment, out HiddenState<double> next)
        {
            HiddenState<double> now = state;
            Variable<double> loss = default;
            for (int t = segment.Start; t < segment.End; t++)
            {
                (_, now) = cell.Step(tape.Constant([Math.Sin(t)], new Shape(1, 1)), now);
                if (t < segment.FirstLoss)
                    continue;
                Variable<double> one = Ops.Sum(Ops.Square(now.Hidden - tape.Constant(0.5)));
                loss = loss == default ? one : loss + one;
            }

            next = now;
            return loss;
        }
    }
}
