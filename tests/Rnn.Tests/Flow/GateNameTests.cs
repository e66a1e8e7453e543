using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Flow;

// A bias is added to its gate's sum: over one step of one row, its gradient is the gate's.
public sealed class GateNameTests
{
    private const int Inputs = 2, Hidden = 3;

    [Fact]
    public void Gates_are_reported_by_name()
    {
        RandomStream random = new(1);
        string[] lstm = ["input", "forget", "candidate", "output"], gru = ["reset", "update", "candidate"], sru = ["candidate", "forget", "reset", "input"];
        Of(new LstmCell<double>(Inputs, Hidden, random), cell => cell.Bias!, lstm);
        Of(new PeepholeLstmCell<double>(Inputs, Hidden, random), cell => cell.Bias, lstm);
        Of(new ProjectedLstmCell<double>(Inputs, Hidden + 2, Hidden, random), cell => cell.Bias!, lstm);
        Of(new LayerNormLstmCell<double>(Inputs, Hidden, random), cell => cell.InputNorm.Bias!, lstm);
        Of(new CoupledLstmCell<double>(Inputs, Hidden, random), cell => cell.Bias, ["input", "candidate", "output"]);
        Of(new GruCell<double>(Inputs, Hidden, random), cell => cell.InputBias, gru);
        Of(new ResetFirstGruCell<double>(Inputs, Hidden, random), cell => cell.Bias, gru);
        Of(new MguCell<double>(Inputs, Hidden, random), cell => cell.Bias, ["forget", "candidate"]);
        Of(new SruCell<double>(Inputs, Hidden, random), cell => cell.Bias, sru, firstBias: 1);
        Of(new SruCell<double>(Hidden, Hidden, random), cell => cell.Bias, sru, firstBias: 1);
    }

    [Fact]
    public void Wrappers_pass_the_names_on()
    {
        RandomStream random = new(1);
        GruCell<double> gru = new(Inputs, Hidden, random);
        Of(gru.WithWeightDrop(gru.RecurrentWeights, 0.5).WithStateDropout(0.3).WithZoneout(0.2).WithLearnedStart(), _ => gru.InputBias, ["reset", "update", "candidate"]);
        GruCell<double> square = new(Hidden, Hidden, random);
        Of(square.WithResidual(), _ => square.InputBias, ["reset", "update", "candidate"]);
        Of(square.WithResidual().WithZoneout(0.2).WithResidual().WithLearnedStart().WithStateDropout(0.3), _ => square.InputBias, ["reset", "update", "candidate"]);
        ProjectedLstmCell<double> projected = new(Hidden, Hidden + 2, Hidden, random);
        Of(projected.WithResidual().WithWeightDrop(projected.RecurrentWeights, 0.5), _ => projected.Bias!, ["input", "forget", "candidate", "output"]);
        FlowReport report = Flows.Of(Flows.Summed(new ElmanCell<double>(Inputs, Hidden, random).WithZoneout(0.2), 3));
        Assert.DoesNotContain(report.Places, place => place.IsGate);
    }

    private static void Of<TCell>(TCell cell, Func<TCell, Parameter<double>> bias, string[] names, int firstBias = 0)
        where TCell : IModule<double>, IGatedCell
    {
        if (cell is ICell<double, LstmState<double>> two)
            Compare(two, bias(cell), names, firstBias);
        else
            Compare((ICell<double, HiddenState<double>>)cell, bias(cell), names, firstBias);
    }

    private static void Compare<TState>(ICell<double, TState> cell, Parameter<double> bias, string[] names, int firstBias)
        where TState : struct, IState<TState, double>
    {
        Random random = new(2);
        Numbers.Redraw(random, cell.Parameters);
        double[] input = Numbers.Draw(random, cell.InputSize);
        UnrolledSequence<double, TState> sequence = new(
            new RecurrentStack<double, TState>([cell]), input, new Shape(1, 1, cell.InputSize), (output, _) => Ops.SumOfSquares(output));
        using Tape<double> tape = new();
        StackState<double, TState> start = sequence.InitialState(tape);
        CarriedState<double, StackState<double, TState>> carried = new();
        carried.Load([.. Enumerable.Range(0, start.PartCount).Select(part => (start[part].Shape, Numbers.Draw(random, start[part].Shape.Count)))]);
        FlowReport report = Flows.Of(sequence, carried: carried);

        FlowSeries[] gates = [.. report.Places.Where(place => place.IsGate)];
        Assert.Equal(names.Select(name => $"{name} gate"), gates.Select(gate => gate.Name));
        cell.Parameters.ClearGradients();
        using TruncatedBackprop<double, StackState<double, TState>> trainer = new(Truncation.None, LossReduction.Sum);
        trainer.Accumulate(sequence, carried);
        int width = bias.Shape.Count / (names.Length - (2 * firstBias));
        for (int block = 0; block < bias.Shape.Count / width; block++)
        {
            double expected = Flows.Norm(bias.Gradient.Slice(block * width, width));
            Assert.NotEqual(0, expected);
            Assert.Equal(expected, gates[firstBias + block].Steps[0], 12);
        }

        bias.ClearGradient();
    }
}
