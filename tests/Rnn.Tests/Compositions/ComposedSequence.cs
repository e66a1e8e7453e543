using System;
using System.Linq;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Rnn.Compositions;

// Rows of several lengths that may begin anew inside, and a cell that may draw noise: run by the library as packed rows, and by the definition, which is one
// step of all rows side by side, where those at their ends are computed too and then masked out. The loss of a step is the sum of (y · readout - target)² over its rows.
internal sealed class ComposedSequence<TState> : ISequence<double, TState>
    where TState : struct, IState<TState, double>
{
    private readonly Func<ICell<double, TState>> _make;
    private readonly PackedRows _rows;
    private readonly bool[][] _resets;
    private readonly bool[] _flags;
    private readonly double[] _inputs, _packed, _targets, _packedTargets;
    private readonly Noise _noise;
    private readonly int _width;

    public ComposedSequence(Func<ICell<double, TState>> make, int[] lengths, bool resets, Noise noise, int seed)
    {
        Random random = new(seed);
        (_make, _rows, _noise, Lengths) = (make, new PackedRows(lengths), noise, lengths);
        Model = new ComposedModel<TState>(make(), new Parameter<double>("readout", new Shape(make().OutputSize, 2)));
        Numbers.Redraw(random, Model.Parameters, 0.8);
        _width = Model.Cell.InputSize;
        _resets = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => resets && random.Next(4) == 0).ToArray())];
        _inputs = Numbers.Draw(random, Steps * Batch * _width);
        _targets = Numbers.Draw(random, Steps * Batch * 2);
        (_packed, _packedTargets) = (Pack(_inputs, _width), Pack(_targets, 2));
        _flags = new bool[_rows.Count];
        for (int row = 0; row < Batch; row++)
            _rows.PackRow<bool>(row, _resets[row], _flags);
    }

    public int[] Lengths { get; }

    public ComposedModel<TState> Model { get; }

    // Which steps' losses count.
    public Func<int, bool> Counts { get; set; } = _ => true;

    public int Batch => Lengths.Length;

    public int Steps => Lengths.Max();

    public TState InitialState(Tape<double> tape) => Model.Cell.InitialState(tape, Batch);

    public int TargetCount(int from, int end) => Enumerable.Range(from, end - from).Where(Counts).Sum(_rows.ActiveRows);

    // As the library runs it.
    public Variable<double> Run(Tape<double> tape, in TState state, Segment segment, out TState next)
    {
        PackedSegment run = _rows.Steps(segment.Start, segment.End);
        Variable<double> inputs = tape.Constant(_packed.AsSpan(run.First * _width, run.Count * _width), new Shape(run.Count, _width));
        Variable<double> outputs = Model.Cell.UnrollPacked(inputs, run, in state, out next, _flags.AsSpan(run.First, run.Count), _noise), sum = default;
        for (int t = segment.FirstLoss; t < segment.End; t++)
        {
            if (!Counts(t))
                continue;
            PackedSegment step = _rows.Steps(t, t + 1);
            Variable<double> targets = tape.Constant(_packedTargets.AsSpan(step.First * 2, step.Count * 2), new Shape(step.Count, 2));
            Variable<double> loss = SumOfSquares(MatMul(Slice(outputs, 0, step.First - run.First, step.Count), tape.Use(Model.Readout)) - targets);
            sum = sum == default ? loss : sum + loss;
        }

        return sum;
    }

    // A copy of the weights as they are, to be run with when they have changed.
    public ComposedModel<TState> Version()
    {
        ComposedModel<TState> copy = new(_make(), new Parameter<double>("readout", Model.Readout.Shape));
        copy.CopyFrom(Model);
        return copy;
    }

    // One step as it is defined.
    public (Variable<double> Loss, TState Next) Step(Tape<double> tape, ComposedModel<TState> model, TState before, int t)
    {
        TState state = before;
        if (_resets.Any(row => t < row.Length && row[t]))
            state = Mix(Mask(tape, row => t < Lengths[row] && _resets[row][t]), model.Cell.InitialState(tape, Batch), before);
        Variable<double> input = tape.Constant(_inputs.AsSpan(t * Batch * _width, Batch * _width), new Shape(Batch, _width)), active = Mask(tape, row => t < Lengths[row]);
        Variable<double> output = model.Cell.Advance(model.Cell.Project(input), in state, _noise.Later(t), out TState reached);
        Variable<double> error = MatMul(output, tape.Use(model.Readout)) - tape.Constant(_targets.AsSpan(t * Batch * 2, Batch * 2), new Shape(Batch, 2));
        return (Sum(active * Square(error)), Mix(active, reached, before));
    }

    private Variable<double> Mask(Tape<double> tape, Func<int, bool> of) => tape.Constant([.. Enumerable.Range(0, Batch).Select(row => of(row) ? 1.0 : 0)], new Shape(Batch, 1));

    private static TState Mix(Variable<double> mask, TState ones, TState zeros) =>
        TState.FromParts([.. Enumerable.Range(0, ones.PartCount).Select(part => (mask * ones[part]) + ((1 - mask) * zeros[part]))]);

    private double[] Pack(double[] padded, int width)
    {
        double[] packed = new double[_rows.Count * width];
        for (int row = 0; row < Batch; row++)
        {
            for (int t = 0; t < Lengths[row]; t++)
                padded.AsSpan(((t * Batch) + row) * width, width).CopyTo(packed.AsSpan(_rows.Place(row, t) * width));
        }

        return packed;
    }
}
