using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

// A row that begins anew inside a window stops the gradient for itself and for no other, whatever the policy.
public sealed class RowResetTests
{
    private const int Steps = 6, Anew = 3, Row = 1;

    [Theory]
    [InlineData(CellKind.Elman, "none")]
    [InlineData(CellKind.Elman, "window 5")]
    [InlineData(CellKind.Lstm, "none")]
    [InlineData(CellKind.Lstm, "chunks 5 last")]
    [InlineData(CellKind.Lstm, "window 5")]
    [InlineData(CellKind.Gru, "window 5 2 last")]
    [InlineData(CellKind.Gru, "random")]
    [InlineData(CellKind.Lstm, "random")]
    [InlineData(CellKind.Gru, "window 5 Recompute")]
    [InlineData(CellKind.Gru, "window 5 Stale")]
    [InlineData(CellKind.Lstm, "window 5 2 Stale")]
    public void The_last_loss_does_not_reach_behind_a_row_s_beginning(CellKind kind, string policy)
    {
        if (kind == CellKind.Lstm)
            CheckReach((CellTrial<LstmState<double>>)CellTrial.Make(kind, 5, Steps, batch: 3), policy, kind);
        else
            CheckReach((CellTrial<HiddenState<double>>)CellTrial.Make(kind, 5, Steps, batch: 3), policy, kind);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("chunks 2")]
    [InlineData("window 4")]
    [InlineData("window 4 3")]
    public void With_rows_that_begin_anew_the_gradient_is_that_of_the_cut_function(string policy)
    {
        CellTrial<LstmState<double>> trial = (CellTrial<LstmState<double>>)CellTrial.Make(CellKind.Lstm, 6, Steps, batch: 2);
        trial.Sequence.Resets = step => step is 2 ? [true, false] : step is 4 ? [true, true] : null;
        TruncationCheck.Of(trial.Sequence, Policies.Parse(policy), trial.Parameters).Assert();
    }

    private static void CheckReach<TState>(CellTrial<TState> trial, string policy, CellKind kind)
        where TState : struct, IState<TState, double>
    {
        CellSequence<TState> sequence = trial.Sequence;
        sequence.Resets = step => step == Anew ? [false, true, false] : null;
        bool isRandom = policy == "random";
        WeightUpdate update = Enum.GetValues<WeightUpdate>().FirstOrDefault(one => policy.EndsWith($"{one}", StringComparison.Ordinal));
        if (update == WeightUpdate.Defer)
            trial.Count(step => step == Steps - 1);
        bool[] reached = new bool[Steps];
        for (ulong seed = 0; seed < (isRandom ? 40UL : 1UL); seed++)
        {
            using TruncatedBackprop<double, TState> trainer = new(
                isRandom ? Truncation.Random(4, seed) : Policies.Parse(policy.Replace($" {update}", "", StringComparison.Ordinal)), LossReduction.Sum);
            trial.Parameters.ClearGradients();

            // With a rate of 0 the last update's gradient is what is left: that of the last stride's losses.
            trainer.Train(sequence, new Sgd<double>(trial.Parameters, 0), update);
            for (int t = 0; t < Steps; t++)
            {
                Parameter<double> x = sequence.Inputs[t];
                double[] bar = x.HasGradient ? x.Gradient.ToArray() : new double[x.Shape.Count];
                bool[] rows = [.. Enumerable.Range(0, 3).Select(row => bar.AsSpan(row * x.Shape[1], x.Shape[1]).ContainsAnyExcept(0.0))];
                Assert.False(rows[Row] && t < Anew, $"step {t} got a gradient through the row that begins anew");
                reached[t] |= rows[0] && rows[2];
                if (kind != CellKind.Elman && t >= Anew)
                    Assert.Equal(rows[0], rows[Row]);
            }
        }

        if (kind != CellKind.Elman)
            Assert.Equal(Enumerable.Range(0, Steps).Select(t => isRandom || policy == "none" || t > 0), reached);
    }
}
