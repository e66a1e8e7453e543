using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

// What is before the cut acts on the losses, and gets no gradient.
public sealed class BoundaryTests
{
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Inputs_out_of_a_loss_s_window_get_zero_and_those_in_it_do_not(CellKind kind) => Check.Seeds(seed =>
    {
        CellTrial trial = CellTrial.Make(kind, seed, steps: 6);
        Parameter<double>[] inputs = trial.Parameters[^6..];
        for (int loss = 0; loss < 6; loss++)
        {
            int at = loss;
            trial.Count(step => step == at);
            for (int window = 1; window <= 7; window++)
            {
                trial.Accumulate(Truncation.Window(window));
                for (int j = 0; j < 6; j++)
                {
                    bool reached = inputs[j].HasGradient && inputs[j].Gradient.ToArray().Any(one => one != 0);
                    bool wanted = j <= loss && loss - j < window;
                    if (reached && !wanted)
                        return $"window {window}: the loss of step {loss} reached input {j}";
                    if (!reached && wanted && kind != CellKind.Elman)
                        return $"window {window}: the loss of step {loss} did not reach input {j}";
                }
            }
        }

        return null;
    });

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void An_input_before_the_cut_still_changes_the_loss(CellKind kind)
    {
        CellTrial trial = CellTrial.Make(kind, 11, steps: 5);
        Parameter<double> first = trial.Parameters[^5];
        trial.Count(step => step == 4);
        double before = trial.Accumulate(Truncation.Window(2));
        Assert.True(!first.HasGradient || first.Gradient.ToArray().All(one => one == 0));
        foreach (ref double value in first.Write())
            value += 0.5;
        double after = trial.Accumulate(Truncation.Window(2));
        Assert.NotEqual(before, after);
    }

    // The state carried in acts as an input: it changes the loss, and no gradient is asked of it.
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Two_sequences_with_a_carried_state_are_one_cut_between_them(CellKind kind) => Check.Seeds(seed =>
    {
        switch (kind)
        {
            case CellKind.Lstm:
                return Carried((CellTrial<LstmState<double>>)CellTrial.Make(kind, seed, steps: 6));
            default:
                return Carried((CellTrial<HiddenState<double>>)CellTrial.Make(kind, seed, steps: 6));
        }
    });

    private static string? Carried<TState>(CellTrial<TState> trial)
        where TState : struct, IState<TState, double>
    {
        double whole = trial.Accumulate(Truncation.Chunks(3));
        double[] expected = trial.Gradients;
        trial.Parameters.ClearGradients();
        CarriedState<double, TState> carried = new(), end = new();
        using TruncatedBackprop<double, TState> trainer = new(Truncation.None, LossReduction.Sum);
        double parts = trainer.Accumulate(new Part<TState>(trial.Sequence, 0, 3), carried);
        parts += trainer.Accumulate(new Part<TState>(trial.Sequence, 3, 3), carried);
        string? broken = Numbers.Differ("loss", [whole], [parts]) ?? Numbers.Differ("gradient", expected, trial.Gradients);

        // Every policy ends in the same state, losses or not.
        foreach (Truncation policy in (Truncation[])[Truncation.None, Truncation.Chunks(4), Truncation.Window(2), Truncation.Window(5, 4)])
        {
            foreach (int lastLoss in (int[])[5, 1])
            {
                trial.Count(step => step <= lastLoss);
                using TruncatedBackprop<double, TState> other = new(policy, LossReduction.Sum);
                end.Clear();
                other.Accumulate(trial.Sequence, end);
                broken ??= Numbers.Differ($"state after {policy}", First(carried), First(end), 1e-14);
            }

            trial.Count(_ => true);
        }

        return broken;
    }

    private static double[] First<TState>(CarriedState<double, TState> carried)
        where TState : struct, IState<TState, double> => [.. carried.Parts().SelectMany(part => part.Values.ToArray())];

    // A stretch of a longer sequence.
    private sealed class Part<TState>(CellSequence<TState> whole, int first, int steps) : ISequence<double, TState>
        where TState : struct, IState<TState, double>
    {
        public int Steps => steps;

        public TState InitialState(Tape<double> tape) => whole.InitialState(tape);

        public int TargetCount(int from, int end) => whole.TargetCount(first + from, first + end);

        public Variable<double> Run(Tape<double> tape, in TState state, Segment segment, out TState next) =>
            whole.Run(tape, in state, new Segment(first + segment.Start, first + segment.FirstLoss, first + segment.End), out next);
    }
}
