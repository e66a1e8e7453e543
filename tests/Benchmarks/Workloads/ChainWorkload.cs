using System;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// What one small operation costs: multiply, tanh and add in turns, one after the other.
internal sealed class ChainWorkload(int length) : IWorkload
{
    private const int Rounds = 333;

    private readonly Tape<float> _tape = new();
    private readonly Parameter<float> _x = new("x", new Shape(length), CounterHash.Uniform(1, length, 0.5f));
    private readonly float[] _factor = Array.ConvertAll(CounterHash.Uniform(2, length, 0.01f), value => value + 1);
    private readonly float[] _term = CounterHash.Uniform(3, length, 0.001f);

    public static Case Case(int length, double goal) =>
        new($"chain{length}", $"1,000 operations on {length} elements, value and gradient", () => new ChainWorkload(length))
        {
            Unit = "operation",
            Units = (3 * Rounds) + 2,
            Goal = goal,
        };

    public double Step()
    {
        _tape.Reset();
        _x.ClearGradient();
        Variable<float> factor = _tape.Constant(_factor, _x.Shape), term = _tape.Constant(_term, _x.Shape);
        Variable<float> y = _tape.Use(_x);
        for (int round = 0; round < Rounds; round++)
        {
            y *= factor;
            y = Tanh(y);
            y += term;
        }

        Variable<float> loss = Sum(y * factor);
        _tape.Backward(loss);
        return loss.Item();
    }

    public double Probe() => Layers.GradientClipping.GlobalNorm([_x]);

    public void Dispose() => _tape.Dispose();
}
