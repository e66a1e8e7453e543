using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// Three steps of a cell: gradients, forward mode and second derivatives with respect to weights, inputs and the first state.
public sealed class CellGradientTests
{
    [Theory]
    [InlineData(Activation.Tanh, true)]
    [InlineData(Activation.Sigmoid, false)]
    [InlineData(Activation.Relu, true)]
    public void Elman(Activation activation, bool bias) => CheckCell(new ElmanCell<double>(2, 3, new RandomStream(1), activation, bias));

    [Fact]
    public void Lstm() => CheckCell(new LstmCell<double>(2, 3, new RandomStream(1)));

    [Fact]
    public void Gru() => CheckCell(new GruCell<double>(2, 3, new RandomStream(1)));

    // A gradient penalty: the gradient's own squared length is differentiated, through every cell.
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_gradient_penalty_is_differentiable(CellKind kind)
    {
        CellTrial trial = CellTrial.Make(kind, 4, steps: 3, batch: 2);
        Func<Tape<double>, Variable<double>> loss = trial.Frozen(3, 3);
        Func<Tape<double>, Variable<double>> penalty = tape =>
        {
            Variable<double>[] gradients = tape.Gradient(loss(tape), [.. trial.Parameters.Select(tape.Use)], record: true);
            return gradients.Select(one => Ops.Sum(Ops.Square(one))).Aggregate((a, b) => a + b);
        };
        GradientCheck.Of(penalty, trial.Parameters).AgainstFiniteDifferences().AgainstForwardMode().Directions(2).Assert();
    }

    // One sequence of each cell, mapped over four: values and each sequence's own gradients, none of it step by step.
    [Fact]
    public void Cells_are_mapped_over_sequences()
    {
        MapCell(new ElmanCell<double>(2, 3, new RandomStream(1)));
        MapCell(new LstmCell<double>(2, 3, new RandomStream(1)));
        MapCell(new GruCell<double>(2, 3, new RandomStream(1)));
    }

    private static void MapCell<TState>(ICell<double, TState> cell)
        where TState : struct, IState<TState, double>
    {
        const int Sequences = 4, Steps = 3;
        Random random = new(7);
        Numbers.Redraw(random, cell.Parameters);
        double[] inputs = Numbers.Draw(random, Sequences * Steps * 2);
        using Tape<double> tape = new();
        Variable<double> Loss(Variable<double> sequence) => Ops.Sum(Ops.Square(cell.Unroll(Ops.Reshape(sequence, new Shape(Steps, 1, 2)), cell.InitialState(tape, 1), out _)));
        Variable<double> batch = tape.Constant(inputs, new Shape(Sequences, Steps, 2));
        Variable<double>[] weights = [.. cell.Parameters.Select(tape.Use)];
        BatchReport report = new();
        Variable<double> losses = tape.Map(Loss, batch, report);
        Variable<double>[] gradients = tape.PerSampleGradients(one => Loss(one[0]), [batch], weights, report: report);
        Assert.Empty(report.Looped);
        for (int i = 0; i < Sequences; i++)
        {
            Variable<double> alone = Loss(tape.Constant(inputs.AsSpan(i * Steps * 2, Steps * 2), new Shape(Steps, 2)));
            Assert.Equal(alone.Item(), losses.Values[i], 1e-13);
            Variable<double>[] expected = tape.Gradient(alone, weights);
            for (int w = 0; w < weights.Length; w++)
                Assert.All(expected[w].ToArray().Zip(Ops.Select(gradients[w], 0, i).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    private static void CheckCell<TState>(ICell<double, TState> cell)
        where TState : struct, IState<TState, double>
    {
        Random random = new(2);
        Numbers.Redraw(random, cell.Parameters);
        Parameter<double> inputs = new("inputs", new Shape(3, 2, 2), Numbers.Draw(random, 12));
        Parameter<double>[] start = [.. Enumerable.Range(0, default(TState).PartCount).Select(part => new Parameter<double>($"state{part}", new Shape(2, 3), Numbers.Draw(random, 6)))];
        Func<Tape<double>, Variable<double>> unroll = tape =>
        {
            Variable<double>[] parts = [.. start.Select(tape.Use)];
            Variable<double> outputs = cell.Unroll(tape.Use(inputs), TState.FromParts(parts), out TState final);
            Variable<double> last = final[default(TState).PartCount - 1];
            return Ops.Concatenate(0, outputs, Ops.Reshape(last, new Shape(1, 2, 3)));
        };
        GradientCheck.Of(unroll, [.. cell.Parameters, inputs, .. start]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Directions(2).Assert();
    }
}
