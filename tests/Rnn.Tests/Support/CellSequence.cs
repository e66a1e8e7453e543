using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Rnn.Support;

// A cell over inputs that are parameters, one for each step, so that their gradients show which steps a loss reached. The loss of
// step t is the sum of (y_t · readout - target_t)²; steps without counted targets have none.
internal sealed class CellSequence<TState> : ISequence<double, TState>
    where TState : struct, IState<TState, double>
{
    private readonly ICell<double, TState> _cell;
    private readonly Parameter<double> _readout;
    private readonly double[][] _targets;
    private readonly int[] _counts;

    public CellSequence(ICell<double, TState> cell, int steps, int batch, Random random)
    {
        _cell = cell;
        Batch = batch;
        _readout = new Parameter<double>("readout", new Shape(cell.OutputSize, 2), Numbers.Draw(random, 2 * cell.OutputSize));
        Inputs = [.. Enumerable.Range(0, steps).Select(t => new Parameter<double>($"x{t}", new Shape(batch, cell.InputSize), Numbers.Draw(random, batch * cell.InputSize)))];
        _targets = [.. Inputs.Select(_ => Numbers.Draw(random, 2 * batch))];
        _counts = [.. Inputs.Select(_ => batch)];
        Weights = [.. cell.Parameters, _readout];
        Parameters = [.. Weights, .. Inputs];
    }

    public int Batch { get; }

    public Parameter<double>[] Inputs { get; }

    public Parameter<double>[] Weights { get; }

    public Parameter<double>[] Parameters { get; }

    public int Steps => Inputs.Length;

    // What was run, and whether it was recorded.
    public List<(Segment Segment, bool Recorded)> Runs { get; } = [];

    // Which rows begin anew before a step; none by default.
    public Func<int, bool[]?> Resets { get; set; } = _ => null;

    // Lets the losses of only some steps count.
    public void Count(Func<int, bool> counts)
    {
        for (int t = 0; t < Steps; t++)
            _counts[t] = counts(t) ? Batch : 0;
    }

    public bool Counts(int step) => _counts[step] > 0;

    public TState InitialState(Tape<double> tape) => _cell.InitialState(tape, Batch);

    public int TargetCount(int from, int end) => _counts[from..end].Sum();

    public Variable<double> Run(Tape<double> tape, in TState state, Segment segment, out TState next)
    {
        Runs.Add((segment, tape.IsRecording));
        return Run(tape, state, segment.Start, segment.End, step => step >= segment.FirstLoss && Counts(step), out next);
    }

    // The sum of the losses of some of the steps, each step on its own.
    public Variable<double> Run(Tape<double> tape, TState state, int start, int end, Func<int, bool> counts, out TState next)
    {
        Variable<double> loss = default;
        for (int t = start; t < end; t++)
        {
            if (Resets(t) is bool[] reset)
                state = States.ResetRows<double, TState>(state, reset);
            (Variable<double> output, state) = _cell.Step(tape.Use(Inputs[t]), state);
            if (!counts(t))
                continue;
            Variable<double> one = Sum(Square(MatMul(output, tape.Use(_readout)) - tape.Constant(_targets[t], new Shape(Batch, 2))));
            loss = loss == default ? one : loss + one;
        }

        next = state;
        return loss;
    }
}
