using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// Two LSTM layers alone: gradients of weights and inputs, no update.
internal sealed class LstmWorkload : IForwardWorkload
{
    private const int Hidden = 200, Batch = 20, Steps = 35;

    private readonly Tape<float> _tape = new();
    private readonly RecurrentStack<float, LstmState<float>> _stack;
    private readonly Parameter<float> _inputs = new("inputs", new Shape(Steps, Batch, Hidden), CounterHash.Uniform(1, Steps * Batch * Hidden));
    private readonly Parameter<float>[] _parameters;
    private readonly float[] _weights = CounterHash.Uniform(2, Steps * Batch * Hidden);

    private LstmWorkload()
    {
        _stack = new([new LstmCell<float>(Hidden, Hidden, new RandomStream(0)), new LstmCell<float>(Hidden, Hidden, new RandomStream(1))]);
        Initial.FillStack(_stack.Cells, 10, 0.05f);
        _parameters = [_inputs, .. _stack.Parameters];
    }

    public static Case Case { get; } =
        new("lstm200", "LSTM of 2 layers, hidden 200, batch 20, T 35, value and gradients of weights and inputs", () => new LstmWorkload()) { Unit = "token", Units = Batch * Steps, Goal = 2.2 };

    public double Step()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> loss = Loss();
        _tape.Backward(loss);
        return loss.Item();
    }

    public double Probe() => GradientClipping.GlobalNorm(_parameters);

    public void Forward()
    {
        _tape.Reset();
        using NoGradientScope<float> forward = _tape.NoGradient();
        Loss();
    }

    public void ForwardAndGradient() => Step();

    public void Dispose() => _tape.Dispose();

    private Variable<float> Loss()
    {
        StackState<float, LstmState<float>> state = _stack.InitialState(_tape, Batch);
        Variable<float> features = _stack.Unroll(_tape.Use(_inputs), in state, out _);
        return Sum(features * _tape.Constant(_weights, _inputs.Shape));
    }
}
