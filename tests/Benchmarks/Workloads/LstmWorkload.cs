using System.Numerics;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// Two LSTM layers alone: gradients of weights and inputs, no update.
internal sealed class LstmWorkload<T> : IForwardWorkload
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Hidden = 200, Batch = 20, Steps = 35;

    private readonly Tape<T> _tape = new();
    private readonly RecurrentStack<T, LstmState<T>> _stack;
    private readonly Parameter<T> _inputs = new("inputs", new Shape(Steps, Batch, Hidden), CounterHash.Uniform<T>(1, Steps * Batch * Hidden));
    private readonly Parameter<T>[] _parameters;
    private readonly T[] _weights = CounterHash.Uniform<T>(2, Steps * Batch * Hidden);

    private LstmWorkload()
    {
        _stack = new([new LstmCell<T>(Hidden, Hidden, new RandomStream(0)), new LstmCell<T>(Hidden, Hidden, new RandomStream(1))]);
        Initial.FillStack(_stack.Cells, 10, 0.05f);
        _parameters = [_inputs, .. _stack.Parameters];
    }

    public static Case Case(string name, string summary) => new(name, summary, () => new LstmWorkload<T>())
    {
        Unit = "token",
        Units = Batch * Steps,
        Goal = typeof(T) == typeof(float) ? 2.2 : 0,
        Flops = 2 * Flops.Recurrent(Batch * Steps, Hidden, Hidden, gates: 4),
        IsDouble = typeof(T) == typeof(double),
    };

    public double Step()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<T> loss = Loss();
        _tape.Backward(loss);
        return double.CreateTruncating(loss.Item());
    }

    public double Probe() => GradientClipping.GlobalNorm(_parameters);

    public void Forward()
    {
        _tape.Reset();
        using NoGradientScope<T> forward = _tape.NoGradient();
        Loss();
    }

    public void ForwardAndGradient() => Step();

    public void Dispose() => _tape.Dispose();

    private Variable<T> Loss()
    {
        StackState<T, LstmState<T>> state = _stack.InitialState(_tape, Batch);
        Variable<T> features = _stack.Unroll(_tape.Use(_inputs), in state, out _);
        return Sum(features * _tape.Constant(_weights, _inputs.Shape));
    }
}
