using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// Backpropagation through all of a long sequence, with and without keeping everything. The most memory that the trainer's own tape
// has taken is said at the end; states, and records that are kept, stand beside it.
internal sealed class CheckpointWorkload<TState> : IWorkload, ISequence<float, TState>
    where TState : struct, IState<TState, float>
{
    private readonly ICell<float, TState> _cell;
    private readonly int _batch;
    private readonly string _name;
    private readonly float[] _inputs;
    private readonly float[] _weights;
    private readonly TruncatedBackprop<float, TState> _trainer;

    public CheckpointWorkload(string name, ICell<float, TState> cell, int steps, int batch, Checkpointing checkpointing)
    {
        _name = name;
        _cell = cell;
        _batch = batch;
        Steps = steps;
        _inputs = CounterHash.Uniform(1, steps * batch * cell.InputSize);
        _weights = CounterHash.Uniform(2, batch * cell.OutputSize);
        _trainer = new TruncatedBackprop<float, TState>(Truncation.None, LossReduction.Sum, checkpointing);
    }

    public int Steps { get; }

    public double Step()
    {
        _cell.Parameters.ClearGradients();
        return _trainer.Accumulate(this);
    }

    public double Probe() => GradientClipping.GlobalNorm([.. _cell.Parameters]);

    public TState InitialState(Tape<float> tape) => _cell.InitialState(tape, _batch);

    public int TargetCount(int from, int end) => end - from;

    public Variable<float> Run(Tape<float> tape, in TState state, Segment segment, out TState next)
    {
        int width = _batch * _cell.InputSize, first = segment.FirstLoss - segment.Start;
        Variable<float> inputs = tape.Constant(_inputs.AsSpan(segment.Start * width, segment.Steps * width), new Shape(segment.Steps, _batch, _cell.InputSize));
        Variable<float> outputs = _cell.Unroll(inputs, in state, out next);
        return segment.FirstLoss == segment.End ? default : Sum(Slice(outputs, 0, first, segment.Steps - first) * tape.Constant(_weights, new Shape(_batch, _cell.OutputSize)));
    }

    public void Dispose()
    {
        Console.Error.WriteLine($"{_name}: the trainer's own tape took {_trainer.Tape.PeakBytes / 1048576.0:0.00} MiB");
        _trainer.Dispose();
    }
}
