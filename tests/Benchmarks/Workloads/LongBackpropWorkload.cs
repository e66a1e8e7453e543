using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// Backpropagation through every step of a long sequence: the time of a step must not depend on how many there are.
internal sealed class LongBackpropWorkload : IWorkload
{
    private const int Batch = 16, Inputs = 16, Hidden = 64;

    private readonly Tape<float> _tape = new();
    private readonly ElmanCell<float> _cell = new(Inputs, Hidden, new RandomStream(0));
    private readonly Linear<float> _output = new(Hidden, 1, new RandomStream(1), bias: false);
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly int _steps;
    private readonly float[] _inputs, _targets;

    private LongBackpropWorkload(int steps)
    {
        _steps = steps;
        _inputs = CounterHash.Uniform(1, steps * Batch * Inputs);
        _targets = CounterHash.Uniform(2, steps * Batch);
        Initial.Fill(_cell, 10, 0.125f);
        Initial.Fill(_output, 20, 0.125f);
        _parameters = Initial.Parameters(_cell, _output);
        _optimizer = new Sgd<float>(_parameters, 0.1);
    }

    public static Case Case(int steps, double goal) =>
        new($"longbptt-{steps}", $"recurrent layer, hidden 64, batch 16, gradient through all of T {steps:N0}, SGD", () => new LongBackpropWorkload(steps))
        {
            Unit = "time step",
            Units = steps,
            Goal = goal,
            Flops = Flops.Recurrent(steps * Batch, Inputs, Hidden, gates: 1, inputGradient: false) + Flops.Linear(steps * Batch, Hidden, 1),
        };

    public double Step()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> x = _tape.Borrow(_inputs, new Shape(_steps, Batch, Inputs));
        HiddenState<float> state = _cell.InitialState(_tape, Batch);
        Variable<float> prediction = _output.Forward(_cell.Unroll(x, in state, out _));
        Variable<float> loss = Losses.SquaredError(prediction, _tape.Borrow(_targets, prediction.Shape), LossReduction.Mean);
        _tape.Backward(loss);
        _optimizer.Step();
        return loss.Item();
    }

    public void Dispose() => _tape.Dispose();
}
