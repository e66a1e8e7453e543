using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.HiddenState<double>;

namespace AutoDiff.Tests.Rnn.Bptt;

// The check that ships: it passes what is right and says what is wrong with what is not.
public sealed class TruncationCheckTests
{
    [Theory]
    [InlineData(CellKind.Elman, "none")]
    [InlineData(CellKind.Elman, "chunks 2 last")]
    [InlineData(CellKind.Elman, "window 3")]
    [InlineData(CellKind.Lstm, "chunks 3")]
    [InlineData(CellKind.Lstm, "window 2")]
    [InlineData(CellKind.Lstm, "window 3 2 last")]
    [InlineData(CellKind.Gru, "window 4 2")]
    [InlineData(CellKind.Gru, "window 1")]
    public void Every_policy_passes_for_every_cell(CellKind kind, string policy)
    {
        CellTrial trial = CellTrial.Make(kind, 9, steps: 5, batch: 2);
        Truncation truncation = Policies.Parse(policy);
        TruncationReport report = kind == CellKind.Lstm
            ? TruncationCheck.Of(((CellTrial<LstmState<double>>)trial).Sequence, truncation, trial.Parameters).Report()
            : TruncationCheck.Of(((CellTrial<State>)trial).Sequence, truncation, trial.Parameters).Report();
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(trial.Parameters.Sum(one => one.Shape.Count), report.Compared);
        Assert.True(report.CutFunction.Compared > 0);
        Assert.Equal($"TruncationCheck of {truncation}: 0 wrong of {report.Compared} elements of the gradient.", report.ToString());
        Assert.All(trial.Parameters, parameter => Assert.False(parameter.HasGradient));
    }

    // A carried start, and one made of parameters.
    [Fact]
    public void Where_the_sequence_starts_from_is_the_caller_s()
    {
        LinearCell cell = new(0.2);
        CarriedState<double, State> carried = new();
        carried.Load([(new Shape(1, 1), [0.9])]);
        TruncationCheck.Of(new LastState<State>(cell, 3), Truncation.Window(3), cell.Parameters, carried).Assert();
        Assert.Equal(0.9, carried.Parts().Single().Values.Span[0]);
    }

    // The recipe that is often copied, on the case where it is known to fail: 0.288 where 0.108 is right.
    [Theory]
    [InlineData(1, 0.9, 0.9)]
    [InlineData(2, 0.36, 0.36)]
    [InlineData(3, 0.288, 0.108)]
    public void A_recipe_that_keeps_gradients_of_old_states_fails(int steps, double given, double right)
    {
        const double Start = 0.9, W = 0.2;
        LinearCell cell = new(W);
        CarriedState<double, State> carried = new();
        carried.Load([(new Shape(1, 1), [Start])]);
        TruncationReport report = TruncationCheck.Of(new LastState<State>(cell, steps), Truncation.Window(3), cell.Parameters, Recipe, carried).Report();
        Assert.Equal(steps < 3, report.Passed);
        if (steps < 3)
            return;
        TruncationMismatch mismatch = Assert.Single(report.Mismatches);
        Assert.Equal(("w", 0), (mismatch.Parameter, mismatch.Element));
        Assert.Equal(right, mismatch.Wanted, 14);
        Assert.Equal(given, mismatch.Given, 14);
        Assert.True(report.CutFunction.Passed);
        Assert.Null(report.Resembles);

        // Backward of every step's state in turn, handed on by hand, none of them cleared.
        void Recipe()
        {
            double[] stateBar = new double[steps + 1];
            double last = 0;
            for (int t = 1; t <= steps; t++)
            {
                last = Math.Pow(W, t - 1) * Start;
                stateBar[t - 1] += W;
                for (int j = t - 1; j >= 1; j--)
                {
                    last += stateBar[j] * Math.Pow(W, j - 1) * Start;
                    stateBar[j - 1] += stateBar[j] * W;
                }
            }

            using Tape<double> tape = new();
            tape.Backward(tape.Use(cell.Weight) * last);
        }
    }

    [Theory]
    [InlineData("window 1", "window 3")]
    [InlineData("window 4", "window 3")]
    [InlineData("none", "chunks 2")]
    [InlineData("chunks 3", "window 3")]
    public void A_cut_in_another_place_is_named(string done, string meant)
    {
        CellTrial<State> trial = (CellTrial<State>)CellTrial.Make(CellKind.Gru, 9, steps: 5);
        using TruncatedBackprop<double, State> other = new(Policies.Parse(done), LossReduction.Sum);
        TruncationCheckException error = Assert.Throws<TruncationCheckException>(() =>
            TruncationCheck.Of(trial.Sequence, Policies.Parse(meant), trial.Sequence.Weights, () => other.Accumulate(trial.Sequence)).Assert());
        Truncation named = Assert.NotNull(error.Report.Resembles);
        Assert.Equal((Policies.Parse(done).Length, Policies.Parse(done).Stride), (named.Length, named.Stride));
        Assert.Contains($"It is the gradient under {named}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_checked_is_refused()
    {
        ScalarSequence sequence = new(4, seed: 1);
        Refusal.Of(() => TruncationCheck.Of(sequence, Truncation.Random(3, 1), [sequence.Weight]), "TruncationCheck", "Random(3, seed 1)", "on the average");
        Refusal.Of(() => TruncationCheck.Of(sequence, Truncation.None, []), "TruncationCheck", "no parameter");
    }
}
