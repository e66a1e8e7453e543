using System;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// A recurrent layer along a stream, chunk by chunk with its state carried: time and memory are a chunk's, however long the stream has been.
internal sealed class ChunkWorkload : IWorkload, ISequence<float, HiddenState<float>>
{
    private const int Batch = 16, Inputs = 16, Hidden = 64, Length = 100, Chunks = 10;

    private readonly ElmanCell<float> _cell = new(Inputs, Hidden, new RandomStream(0));
    private readonly Linear<float> _output = new(Hidden, 1, new RandomStream(1), bias: false);
    private readonly TruncatedBackprop<float, HiddenState<float>> _trainer = new(Truncation.None, LossReduction.Mean);
    private readonly CarriedState<float, HiddenState<float>> _state = new();
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly float[] _inputs = CounterHash.Uniform(1, Chunks * Length * Batch * Inputs), _targets = CounterHash.Uniform(2, Chunks * Length * Batch);
    private int _chunk;

    // `before`: how many chunks are behind the first step.
    private ChunkWorkload(double rate, int before)
    {
        Initial.Fill(_cell, 10, 0.125f);
        Initial.Fill(_output, 20, 0.125f);
        _parameters = Initial.Parameters(_cell, _output);
        _optimizer = new Sgd<float>(_parameters, rate);
        for (int i = 0; i < before; i++)
            Step();
    }

    public static Case Hundred { get; } =
        new("chunks-100", "recurrent layer, hidden 64, batch 16, a stream in chunks of 100, state carried, SGD", () => new ChunkWorkload(0.1, before: 0))
        {
            Unit = "time step",
            Units = Length,
            Goal = 8,
        };

    // At rate 0, so that both see the same losses: the state has forgotten how long ago it began.
    public static Case Million { get; } = new(
        "chunks-1m", "the last tenth of a stream of 1,000,000 such steps, against the first (with --peers)", () => new ChunkWorkload(0, before: 9_000))
    {
        IsLong = true,
        Unit = "time step",
        Units = Length,
        OpenPeers = _ => [new WorkloadPeer("first tenth", () => new ChunkWorkload(0, before: Chunks))],
        Goal = 1,
    };

    public int Steps => Length;

    public double Step()
    {
        _parameters.ClearGradients();
        double loss = _trainer.Accumulate(this, _state);
        _optimizer.Step();
        _chunk = (_chunk + 1) % Chunks;
        return loss;
    }

    public HiddenState<float> InitialState(Tape<float> tape) => _cell.InitialState(tape, Batch);

    public int TargetCount(int from, int end) => (end - from) * Batch;

    public Variable<float> Run(Tape<float> tape, in HiddenState<float> state, Segment segment, out HiddenState<float> next)
    {
        Variable<float> x = tape.Constant(_inputs.AsSpan(_chunk * Length * Batch * Inputs, Length * Batch * Inputs), new Shape(Length, Batch, Inputs));
        Variable<float> prediction = _output.Forward(_cell.Unroll(x, in state, out next));
        return Losses.SquaredError(prediction, tape.Constant(_targets.AsSpan(_chunk * Length * Batch, Length * Batch), prediction.Shape), LossReduction.Sum);
    }

    public void Dispose() => _trainer.Dispose();
}
