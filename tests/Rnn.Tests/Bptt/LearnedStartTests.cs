using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

// A first state that is learned gets the gradient of the losses whose windows reach back to it, and of no other.
public sealed class LearnedStartTests
{
    private readonly LearnedStartCell<double, LstmState<double>> _cell = new LstmCell<double>(2, 3, new RandomStream(1)).WithLearnedStart("lstm.start");

    public LearnedStartTests() => Numbers.Redraw(new Random(1), _cell.Parameters);

    [Fact]
    public void A_learned_first_state_gets_the_gradient_of_the_windows_that_reach_it()
    {
        CellSequence<LstmState<double>> sequence = new(_cell, 5, 2, new Random(2));
        for (int loss = 0; loss < 5; loss++)
        {
            int at = loss;
            sequence.Count(step => step == at);
            double[] whole = StartGradient(sequence, Truncation.None);
            Assert.All(whole, one => Assert.NotEqual(0, one));
            for (int window = 1; window <= 6; window++)
            {
                double[] gradient = StartGradient(sequence, Truncation.Window(window));
                Assert.Null(Numbers.Differ("gradient", loss < window ? whole : new double[whole.Length], gradient));
            }
        }
    }

    // Rows share the first state; a row that begins anew takes it up again.
    [Fact]
    public void Its_gradient_is_right_with_rows_that_begin_anew()
    {
        double[] inputs = Numbers.Draw(new Random(3), 4 * 3 * 2);
        bool[] reset = new bool[12];
        reset[(2 * 3) + 1] = true;
        Variable<double> Loss(Tape<double> tape) =>
            Ops.Sum(Ops.Square(_cell.Unroll(tape.Constant(inputs, new Shape(4, 3, 2)), _cell.InitialState(tape, 3), out _, reset)));
        GradientCheck.Of(Loss, [.. _cell.Parameters]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Directions(2).Assert();
        using Tape<double> tape = new();
        Variable<double> outputs = _cell.Unroll(tape.Constant(inputs, new Shape(4, 3, 2)), _cell.InitialState(tape, 3), out _, reset);
        Variable<double> last = Ops.Select(Ops.Select(outputs, 0, 3), 0, 1);
        Assert.All(tape.Gradient(Ops.Sum(last), tape.Use(_cell.Start[0])).ToArray(), one => Assert.NotEqual(0, one));
    }

    [Fact]
    public void It_begins_with_the_cell_s_own_and_has_a_named_parameter_for_each_part()
    {
        LearnedStartCell<double, LstmState<double>> cell = new ProjectedLstmCell<double>(2, 5, 3, new RandomStream(1)).WithLearnedStart();
        Assert.Equal(["start.0 [1, 3]", "start.1 [1, 5]"], cell.Start.Select(part => part.ToString()));
        Assert.All(cell.Start, part => Assert.All(part.Values.ToArray(), one => Assert.Equal(0, one)));
        Assert.Equal(cell.Start, cell.Parameters.TakeLast(2));
        using Tape<double> tape = new();
        Assert.Equal((new Shape(4, 3), new Shape(4, 5)), (cell.InitialState(tape, 4).Hidden.Shape, cell.InitialState(tape, 4).Cell.Shape));
    }

    private double[] StartGradient(CellSequence<LstmState<double>> sequence, Truncation policy)
    {
        _cell.ClearGradients();
        using TruncatedBackprop<double, LstmState<double>> trainer = new(policy, LossReduction.Sum);
        trainer.Accumulate(sequence);
        return Numbers.Gradients((IEnumerable<Parameter<double>>)_cell.Start);
    }
}
