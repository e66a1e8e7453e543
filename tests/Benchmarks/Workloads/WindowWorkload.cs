using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// A loss at every step, followed back through its own window of steps and no further; beside it the same sequence without truncation.
internal sealed class WindowWorkload : IWorkload
{
    private const int Batch = 16, Inputs = 64, Hidden = 64, Steps = 500;

    private readonly TruncatedBackprop<float, HiddenState<float>> _trainer;
    private readonly Sequence _sequence = new();
    private readonly Sgd<float> _optimizer;

    private WindowWorkload(Truncation truncation)
    {
        _trainer = new TruncatedBackprop<float, HiddenState<float>>(truncation, LossReduction.Mean);
        _optimizer = new Sgd<float>(_sequence.Parameters, 0.1);
    }

    public static Case Windows { get; } =
        new("window20", "recurrent layer, hidden 64, batch 16, T 500, a loss every step seen through a window of 20, SGD", () => new WindowWorkload(Truncation.Window(20)))
        {
            Unit = "time step",
            Units = Steps,
            Goal = 20,
        };

    public static Case Untruncated { get; } =
        new("window-none", "the same sequence without truncation", () => new WindowWorkload(Truncation.None))
        {
            Unit = "time step",
            Units = Steps,
            Flops = Flops.Recurrent(Steps * Batch, Inputs, Hidden, gates: 1, inputGradient: false) + Flops.Linear(Steps * Batch, Hidden, 1),
        };

    public double Step()
    {
        _sequence.Parameters.ClearGradients();
        double loss = _trainer.Accumulate(_sequence);
        _optimizer.Step();
        return loss;
    }

    public void Dispose() => _trainer.Dispose();

    private sealed class Sequence : ISequence<float, HiddenState<float>>
    {
        private readonly ElmanCell<float> _cell = new(Inputs, Hidden, new RandomStream(0));
        private readonly Linear<float> _output = new(Hidden, 1, new RandomStream(1), bias: false);
        private readonly float[] _inputs = CounterHash.Uniform(1, Steps * Batch * Inputs), _targets = CounterHash.Uniform(2, Steps * Batch);

        public Sequence()
        {
            Initial.Fill(_cell, 10, 0.125f);
            Initial.Fill(_output, 20, 0.125f);
            Parameters = Initial.Parameters(_cell, _output);
        }

        public Parameter<float>[] Parameters { get; }

        int ISequence<float, HiddenState<float>>.Steps => Steps;

        public HiddenState<float> InitialState(Tape<float> tape) => _cell.InitialState(tape, Batch);

        public int TargetCount(int from, int end) => (end - from) * Batch;

        public Variable<float> Run(Tape<float> tape, in HiddenState<float> state, Segment segment, out HiddenState<float> next)
        {
            Variable<float> x = tape.Constant(_inputs.AsSpan(segment.Start * Batch * Inputs, segment.Steps * Batch * Inputs), new Shape(segment.Steps, Batch, Inputs));
            Variable<float> outputs = _cell.Unroll(x, in state, out next);
            int first = segment.FirstLoss - segment.Start, steps = segment.Steps - first;
            if (steps == 0)
                return default;
            Variable<float> prediction = _output.Forward(Ops.Slice(outputs, 0, first, steps));
            return Losses.SquaredError(prediction, tape.Constant(_targets.AsSpan(segment.FirstLoss * Batch, steps * Batch), prediction.Shape), LossReduction.Sum);
        }
    }
}
