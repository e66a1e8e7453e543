using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// Every public cell, in the forms worth a proof, with its formula.
internal static class CellTable
{
    public static readonly IReadOnlyList<CellCase> Cases =
    [
        Case("Elman tanh", (inputs, hidden, random) => new ElmanCell<double>(inputs, hidden, random), ScalarCells.Elman(Activation.Tanh)),
        Case("Elman relu, two biases", (inputs, hidden, random) => new ElmanCell<double>(inputs, hidden, random, Activation.Relu, Biases.Two), ScalarCells.Elman(Activation.Relu)),
        Case(
            "Elman sigmoid, no bias",
            (inputs, hidden, random) => new ElmanCell<double>(inputs, hidden, random, Activation.Sigmoid, Biases.None),
            ScalarCells.Elman(Activation.Sigmoid)),
        Case("LSTM", (inputs, hidden, random) => new LstmCell<double>(inputs, hidden, random), ScalarCells.Lstm),
        Case("LSTM, two biases", (inputs, hidden, random) => new LstmCell<double>(inputs, hidden, random, biases: Biases.Two), ScalarCells.Lstm),
        Case("LSTM, no bias", (inputs, hidden, random) => new LstmCell<double>(inputs, hidden, random, biases: Biases.None), ScalarCells.Lstm),
        Case("LSTM, peepholes", (inputs, hidden, random) => new PeepholeLstmCell<double>(inputs, hidden, random), ScalarCells.PeepholeLstm),
        Case("LSTM, coupled gates", (inputs, hidden, random) => new CoupledLstmCell<double>(inputs, hidden, random), ScalarCells.CoupledLstm),
        Case(
            "LSTM, projection",
            (inputs, hidden, random) => new ProjectedLstmCell<double>(inputs, Math.Max(0, hidden + (hidden > 0 ? 2 : 0)), hidden, random),
            ScalarCells.ProjectedLstm),
        Case("LSTM, layer norm", (inputs, hidden, random) => new LayerNormLstmCell<double>(inputs, hidden, random), ScalarCells.LayerNormLstm),
        Case("GRU", (inputs, hidden, random) => new GruCell<double>(inputs, hidden, random), ScalarCells.Gru),
        Case("GRU, reset first", (inputs, hidden, random) => new ResetFirstGruCell<double>(inputs, hidden, random), ScalarCells.ResetFirstGru),
        Case("MGU", (inputs, hidden, random) => new MguCell<double>(inputs, hidden, random), ScalarCells.Mgu),
        Case("IndRNN relu", (inputs, hidden, random) => new IndependentCell<double>(inputs, hidden, random), ScalarCells.Independent(Activation.Relu)),
        Case("IndRNN tanh", (inputs, hidden, random) => new IndependentCell<double>(inputs, hidden, random, Activation.Tanh), ScalarCells.Independent(Activation.Tanh)),
        Case("SRU", (inputs, hidden, random) => new SruCell<double>(inputs, hidden, random), ScalarCells.Sru),
        Case("SRU of one size", (inputs, _, random) => new SruCell<double>(inputs, inputs, random), ScalarCells.Sru),
        Case("zoneout", (inputs, hidden, random) => new LstmCell<double>(inputs, hidden, random).WithZoneout(0.3, 0.4), ScalarCells.Zoneout(ScalarCells.Lstm, 0.3, 0.4)),
        Case("state dropout", (inputs, hidden, random) => new LstmCell<double>(inputs, hidden, random).WithStateDropout(0.3), ScalarCells.Lstm),
        Case("weight drop", (inputs, hidden, random) => WeightDrop(new GruCell<double>(inputs, hidden, random)), ScalarCells.Gru),
        Case("residual", (inputs, _, random) => new GruCell<double>(inputs, inputs, random).WithResidual(), ScalarCells.Residual(ScalarCells.Gru)),
        Case("learned start", (inputs, hidden, random) => new GruCell<double>(inputs, hidden, random).WithLearnedStart(), ScalarCells.Gru),
        Case(
            "all of them",
            (inputs, _, random) => All(new LstmCell<double>(inputs, inputs, random)),
            (p, x, s) => ScalarCells.Residual(ScalarCells.Zoneout(ScalarCells.Lstm, 0.3, 0))([.. p.Take(3)], x, s)),
        Case(
            "a pair",
            (inputs, hidden, random) => new CellPair<double, HiddenState<double>, LstmState<double>>(
                new GruCell<double>(inputs, hidden, random), new LstmCell<double>(hidden, hidden, random)),
            ScalarCells.Pair),
        Case("a user's own", (inputs, hidden, random) => new LeakyCell(inputs, hidden, random), LeakyCell.Formula),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(one => one.Name)];

    public static CellCase Of(string name) => Cases.Single(one => one.Name == name);

    private static CellCase<TState> Case<TState>(string name, Func<int, int, RandomStream, ICell<double, TState>> make, ScalarCells.Step formula)
        where TState : struct, IState<TState, double> => new(name, make, formula);

    private static WeightDropCell<double, HiddenState<double>> WeightDrop(GruCell<double> cell) => cell.WithWeightDrop(cell.RecurrentWeights, 0.4);

    private static LearnedStartCell<double, LstmState<double>> All(LstmCell<double> cell) =>
        cell.WithWeightDrop(cell.RecurrentWeights, 0.4).WithStateDropout(0.2, 0.1).WithZoneout(0.3).WithResidual().WithLearnedStart();
}
