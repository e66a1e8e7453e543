using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Bptt;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Flow;

public sealed class BiasTests
{
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_window_s_bias_is_that_of_the_trainer(CellKind kind)
    {
        CellTrial trial = CellTrial.Make(kind, 11, steps: 7, batch: 2);
        IReadOnlyList<WindowBias> measured = kind == CellKind.Lstm ? Measure<LstmState<double>>(trial) : Measure<HiddenState<double>>(trial);
        double[][] whole = Gradients(trial, Truncation.None), one = Gradients(trial, Truncation.Window(1));
        bool[] changes = [.. whole.Zip(one, (a, b) => a.Zip(b).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-13))];
        Assert.Contains(false, changes);
        Assert.Equal([1, 2, 3, 6, 7, 9], measured.Select(bias => bias.Window));
        foreach (WindowBias bias in measured)
        {
            double[][] cut = Gradients(trial, Truncation.Window(bias.Window));
            double[] g = [.. whole.Where((_, i) => changes[i]).SelectMany(part => part)], k = [.. cut.Where((_, i) => changes[i]).SelectMany(part => part)];
            Assert.Equal(Flows.Norm([.. g.Zip(k, (a, b) => a - b)]) / Flows.Norm(g), bias.Relative, 10);
            Assert.Equal(g.Zip(k, (a, b) => a * b).Sum() / (Flows.Norm(g) * Flows.Norm(k)), bias.Cosine, 10);
        }
    }

    // The published gradients of the coursework's model under windows, to their ten decimals.
    [Theory]
    [InlineData(1, "-.1129874355 -.1073309974 .0734186195 .0693913430 -.0685144138 -.0593148096 -.0533609374 .0607925443 .0035936976 .0487575916")]
    [InlineData(2, "-.1189686308 -.1131181834 .0647185049 .0609509571 -.0744824755 -.0639046915 -.0552195515 .0552736716 -.0022412069 .0460728077")]
    [InlineData(3, "-.1199545729 -.1140781401 .0638747543 .0601277030 -.0751131221 -.0648283659 -.0555763228 .0547694291 -.0029662511 .0457091440")]
    public void The_published_gradients_have_the_bias_that_is_measured(int window, string published)
    {
        double[] cut = Parse(published),
            whole = Parse("-.1200820565 -.1142008410 .0637635272 .0600204698 -.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690");
        LanguageSequence<double, HiddenState<double>> sequence = new(new GoldenModel().Model)
        {
            Chunk = new StreamChunk((int[])[0, 1, 2, 1, 1, 0, 2], (int[])[1, 2, 1, 1, 1, 1, 1], 7, 1, 7),
        };
        FlowReport report = Flows.Of(sequence, Flows.Everything with { BiasWindows = [window] });
        Assert.Equal(8.19118156763259, report.Losses.Sum(loss => loss.Value), 12);
        Assert.Equal(Flows.Norm([.. whole.Zip(cut, (a, b) => a - b)]) / Flows.Norm(whole), Assert.Single(report.Bias.Measured).Relative, 8);
    }

    // A learnt start is reached by windows over all steps only: L = h0 w^T has dL/dw = T w^(T-1) h0 and dL/dh0 = w^T.
    [Fact]
    public void A_learnt_start_counts_where_windows_reach_it()
    {
        const double w = 0.8, start = 0.5;
        const int steps = 5;
        LearntStart sequence = new(w, start, steps);
        FlowReport report = Flows.Of(sequence, Flows.Everything with { BiasWindows = [2, 4, 5, 6] });
        double part = Math.Pow(w, steps - 1) * start, first = Math.Pow(w, steps), whole = Math.Sqrt((steps * part * steps * part) + (first * first));
        foreach (WindowBias bias in report.Bias.Measured)
        {
            double missing = bias.Window >= steps ? 0 : Math.Sqrt(Math.Pow((steps - bias.Window) * part, 2) + (first * first));
            Assert.Equal(missing / whole, bias.Relative, 12);
        }
    }

    [Fact]
    public void Losses_are_spread_and_followed_as_far_as_asked()
    {
        FlowReport report = Flows.Of(Flows.Summed(new LinearCell(0.9), 20), new FlowOptions { Losses = 4, Window = 3, Transitions = 2, BiasWindows = [] });
        Assert.Equal([4, 9, 14, 19], report.Losses.Select(loss => loss.Step));
        Assert.All(report.Losses, loss => Assert.Equal(3, loss.Norms.Count));
        Assert.Equal([9, 19], report.Transitions.Select(transition => transition.From));
        Assert.Empty(report.Bias.Measured);
        Assert.Equal((20, 3), (report.Places[0].Steps.Count, report.LagNorms.Count));
        FlowReport last = Flows.Of(Flows.Summed(new LinearCell(0.9), 20, targets: step => step == 11 ? 1 : 0));
        Assert.Equal(11, Assert.Single(last.Losses).Step);
        Assert.All(last.Places[0].Steps.Skip(12), norm => Assert.Equal(0, norm));
    }

    private static IReadOnlyList<WindowBias> Measure<TState>(CellTrial trial)
        where TState : struct, IState<TState, double> =>
        Flows.Of(((CellTrial<TState>)trial).Sequence, Flows.Everything with { BiasWindows = [1, 2, 3, 6, 7, 9] }).Bias.Measured;

    private static double[][] Gradients(CellTrial trial, Truncation truncation)
    {
        trial.Accumulate(truncation);
        return [.. trial.Parameters.Select(parameter => Numbers.Gradients([parameter]))];
    }

    private static double[] Parse(string numbers) => [.. numbers.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    private sealed class LearntStart(double w, double start, int steps) : ISequence<double, HiddenState<double>>
    {
        private readonly LinearCell _cell = new(w);
        private readonly Parameter<double> _start = new("start", new Shape(1, 1), [start]);

        public int Steps => steps;

        public HiddenState<double> InitialState(Tape<double> tape) => new(tape.Use(_start));

        public int TargetCount(int from, int end) => end == steps && from < end ? 1 : 0;

        public Variable<double> Run(Tape<double> tape, in HiddenState<double> state, Segment segment, out HiddenState<double> next)
        {
            Variable<double> outputs = _cell.Unroll(tape.Fill(0, new Shape(segment.Steps, 1, 1)), in state, out next);
            return segment.FirstLoss < segment.End ? Ops.Sum(Ops.Select(outputs, 0, segment.Steps - 1)) : default;
        }
    }
}
