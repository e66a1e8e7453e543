using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Flow;

// The whole sequence step by step on one tape, whose gradients at the states are the definition of what a report shows.
public sealed class AgainstTapeTests
{
    private const int Steps = 6, Batch = 2, Inputs = 3, Hidden = 4;

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Two_layers_are_those_of_the_whole_tape(CellKind kind)
    {
        RandomStream random = new(3);
        switch (kind)
        {
            case CellKind.Elman:
                Compare<HiddenState<double>>(new ElmanCell<double>(Inputs, Hidden, random), new ElmanCell<double>(Hidden, Hidden, random));
                break;
            case CellKind.Lstm:
                Compare<LstmState<double>>(new LstmCell<double>(Inputs, Hidden, random), new LstmCell<double>(Hidden, Hidden, random));
                break;
            default:
                Compare<HiddenState<double>>(new GruCell<double>(Inputs, Hidden, random), new GruCell<double>(Hidden, Hidden, random));
                break;
        }
    }

    private static void Compare<TState>(ICell<double, TState> lower, ICell<double, TState> upper)
        where TState : struct, IState<TState, double>
    {
        Random random = new(1);
        Numbers.Redraw(random, [.. lower.Parameters, .. upper.Parameters], 0.8);
        double[] inputs = Numbers.Draw(random, Steps * Batch * Inputs);
        UnrolledSequence<double, TState> sequence = new(
            new RecurrentStack<double, TState>([lower, upper]),
            inputs,
            new Shape(Steps, Batch, Inputs),
            (output, step) => Ops.Sum(Ops.Square(output)) * (step + 1.0),
            step => step == 2 ? 0 : Batch);
        FlowReport report = Flows.Of(sequence);

        using Tape<double> tape = new();
        List<Variable<double>[]> states = [];
        List<Variable<double>> losses = [], projections = [];
        TState low = lower.InitialState(tape, Batch), high = upper.InitialState(tape, Batch);
        for (int t = 0; t < Steps; t++)
        {
            projections.Add(lower.Project(tape.Constant(inputs.AsSpan(t * Batch * Inputs, Batch * Inputs), new Shape(Batch, Inputs))));
            Variable<double> middle = lower.Advance(projections[^1], low, out low);
            projections.Add(upper.Project(middle));
            Variable<double> output = upper.Advance(projections[^1], high, out high);
            TState below = low, above = high;
            states.Add([.. Enumerable.Range(0, low.PartCount).Select(part => below[part]), .. Enumerable.Range(0, high.PartCount).Select(part => above[part])]);
            if (t != 2)
                losses.Add(Ops.Sum(Ops.Square(output)) * (t + 1.0));
        }

        Assert.Equal([0, 1, 3, 4, 5], report.Losses.Select(loss => loss.Step));
        FlowSeries[] places = [.. report.Places.Where(place => !place.IsGate)];
        Assert.Equal(states[0].Length, places.Length);
        double[][] means = [.. places.Select(_ => new double[Steps])];
        int[] counts = new int[Steps];
        foreach ((FollowedLoss followed, Variable<double> loss) in report.Losses.Zip(losses))
        {
            Assert.Equal(loss.Item(), followed.Value, 9);
            for (int lag = 0; lag <= followed.Step; lag++)
            {
                double[] norms = [.. tape.Gradient(loss, states[followed.Step - lag], unconnected: Unconnected.Zero).Select(gradient => Flows.Norm(gradient.Values))];
                Assert.Equal(Flows.Norm(norms), followed.Norms[lag], 9);
                counts[lag]++;
                for (int place = 0; place < places.Length; place++)
                    means[place][lag] += norms[place];
            }
        }

        for (int place = 0; place < places.Length; place++)
        {
            for (int lag = 0; lag < Steps; lag++)
                Assert.Equal(means[place][lag] / counts[lag], places[place].Lags[lag], 9);
        }

        Variable<double> sum = losses.Aggregate((a, b) => a + b);
        FlowSeries[] gates = [.. report.Places.Where(place => place.IsGate)];
        Assert.Equal(lower is IGatedCell, gates.Length > 0);
        Assert.All(gates, gate => Assert.EndsWith(" gate", gate.Name, StringComparison.Ordinal));
        for (int t = 0; t < Steps; t++)
        {
            double[] norms = [.. tape.Gradient(sum, states[t], unconnected: Unconnected.Zero).Select(gradient => Flows.Norm(gradient.Values))];
            Assert.All(norms.Zip(places), pair => Assert.Equal(pair.First, pair.Second.Steps[t], 9));
            for (int layer = 0; layer < 2 && gates.Length > 0; layer++)
            {
                double[] all = tape.Gradient(sum, projections[(2 * t) + layer]).ToArray();
                FlowSeries[] blocks = [.. gates.Skip(layer * gates.Length / 2).Take(gates.Length / 2)];
                int width = all.Length / Batch / blocks.Length;
                for (int block = 0; block < blocks.Length; block++)
                    Assert.Equal(Flows.Norm([.. all.Where((_, i) => i / width % blocks.Length == block)]), blocks[block].Steps[t], 9);
            }
        }
    }

    // The state between two steps, one element after the other, a little up and down.
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Gru)]
    public void Gradients_are_those_of_differences(CellKind kind)
    {
        RandomStream weights = new(5);
        ICell<double, HiddenState<double>> cell = kind == CellKind.Elman ? new ElmanCell<double>(2, 3, weights) : new GruCell<double>(2, 3, weights);
        CellSequence<HiddenState<double>> sequence = new(cell, 5, 2, new Random(2));
        FlowReport report = Flows.Of(sequence);
        foreach (FollowedLoss loss in report.Losses)
        {
            for (int lag = 1; lag <= loss.Step; lag++)
                Assert.Equal(Difference(sequence, loss.Step - lag, loss.Step), loss.Norms[lag], 6);
        }
    }

    private static double Difference(CellSequence<HiddenState<double>> sequence, int state, int loss)
    {
        using Tape<double> tape = new();
        sequence.Run(tape, sequence.InitialState(tape), 0, state + 1, _ => false, out HiddenState<double> reached);
        (double[] values, Shape shape) = (reached.Hidden.ToArray(), reached.Hidden.Shape);
        double[] slopes = new double[values.Length];
        const double little = 1e-5;
        for (int i = 0; i < values.Length; i++)
        {
            double Loss(double by)
            {
                double[] moved = [.. values];
                moved[i] += by;
                return sequence.Run(tape, new HiddenState<double>(tape.Constant(moved, shape)), state + 1, loss + 1, step => step == loss, out _).Item();
            }

            slopes[i] = (Loss(little) - Loss(-little)) / (2 * little);
        }

        return Flows.Norm(slopes);
    }
}
