using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// A small recurrent layer between two linear ones: many small operations, little arithmetic.
internal sealed class SandwichWorkload : IWorkload
{
    private const int Batch = 128, Inputs = 10, Wide = 20, Hidden = 5, Outputs = 100;

    private readonly Tape<float> _tape = new();
    private readonly Linear<float> _first = new(Inputs, Wide, new RandomStream(0)), _last = new(Hidden, Outputs, new RandomStream(1));
    private readonly ElmanCell<float> _cell = new(Wide, Hidden, new RandomStream(2));
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly int _steps;
    private readonly float[] _inputs, _targets;

    private SandwichWorkload(int steps)
    {
        _steps = steps;
        _inputs = CounterHash.Uniform(1, steps * Batch * Inputs);
        _targets = CounterHash.Uniform(2, steps * Batch * Outputs);
        Initial.Fill(_first, 10, 0.2f);
        Initial.Fill(_cell, 20, 0.2f);
        Initial.Fill(_last, 30, 0.2f);
        _parameters = Initial.Parameters(_first, _cell, _last);
        _optimizer = new Sgd<float>(_parameters, 0.1);
    }

    public static Case Case(int steps, double goal) =>
        new($"sandwich-T{steps}", $"linear 10-20, recurrent 20-5, linear 5-100, batch 128, T {steps}, squared error, SGD", () => new SandwichWorkload(steps))
        {
            Unit = "time step",
            Units = steps,
            Goal = goal,
            Flops = Flops.Linear(
                steps * Batch,
                Inputs,
                Wide,
                inputGradient: false) + Flops.Recurrent(steps * Batch, Wide, Hidden, gates: 1) + Flops.Linear(steps * Batch, Hidden, Outputs),
        };

    public double Step()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> x = _tape.Borrow(_inputs, new Shape(_steps, Batch, Inputs));
        HiddenState<float> state = _cell.InitialState(_tape, Batch);
        Variable<float> prediction = _last.Forward(_cell.Unroll(_first.Forward(x), in state, out _));
        Variable<float> loss = Losses.SquaredError(prediction, _tape.Borrow(_targets, prediction.Shape), LossReduction.Mean);
        _tape.Backward(loss);
        _optimizer.Step();
        return loss.Item();
    }

    public void Dispose() => _tape.Dispose();
}
