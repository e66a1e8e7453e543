using System;
using System.Linq;

namespace AutoDiff.Benchmarks.Workloads;

// An LSTM cell written from single numbers, in loops, as a first textbook program would: every product is an operation on the tape.
// Others on a dense scalar LSTM, per operation: CoDiPack 4.7 ns, Adept 5.5, XAD 7.2, ADOL-C 34.5, CppAD 22.7 in C++;
// DeepSigma AutoDiff 12.0 in .NET.
internal sealed class ScalarLstmWorkload : IWorkload
{
    private const int Hidden = 16, Inputs = 16, Steps = 20, Row = Inputs + Hidden + 1;

    private readonly ScalarTape<double> _tape = new();
    private readonly double[] _weights = [.. CounterHash.Uniform(1, 4 * Hidden * Row, 0.2f).Select(value => (double)value)];
    private readonly double[] _inputs = [.. CounterHash.Uniform(2, Steps * Inputs).Select(value => (double)value)];
    private readonly Scalar<double>[] _variables, _features = new Scalar<double>[Inputs + Hidden], _cell = new Scalar<double>[Hidden], _next = new Scalar<double>[Hidden];
    private readonly double[] _gradient;

    private ScalarLstmWorkload()
    {
        _variables = new Scalar<double>[_weights.Length];
        _gradient = new double[_weights.Length];
    }

    // Of each gate a product and a sum for every weight, seven operations for four activations, and five for the new state.
    public static Case Case { get; } =
        new("scalar-lstm", $"LSTM of hidden {Hidden}, {Steps} steps, written from Scalar<double>, value and gradient", () => new ScalarLstmWorkload())
        {
            Unit = "operation",
            Units = Steps * Hidden * ((4 * 2 * (Row - 1)) + (3 * 3) + 1 + 5),
            Goal = 500,
        };

    public double Step()
    {
        _tape.Reset();
        _tape.Variables(_weights, _variables);
        Array.Clear(_cell);
        Array.Clear(_features);
        for (int step = 0; step < Steps; step++)
        {
            for (int i = 0; i < Inputs; i++)
                _features[i] = _inputs[(step * Inputs) + i];
            for (int unit = 0; unit < Hidden; unit++)
            {
                Scalar<double> input = Sigmoid(Sum(unit)), forget = Sigmoid(Sum(Hidden + unit)), output = Sigmoid(Sum((2 * Hidden) + unit));
                Scalar<double> candidate = Scalar<double>.Tanh(Sum((3 * Hidden) + unit));
                _cell[unit] = (forget * _cell[unit]) + (input * candidate);
                _next[unit] = output * Scalar<double>.Tanh(_cell[unit]);
            }

            _next.CopyTo(_features, Inputs);
        }

        Scalar<double> loss = 0;
        for (int unit = 0; unit < Hidden; unit++)
            loss += _next[unit] * _next[unit];
        _tape.Gradient(loss, _variables, _gradient);
        return loss.Value;
    }

    public double Probe() => _gradient.Sum(Math.Abs);

    public void Dispose() => _tape.Dispose();

    private static Scalar<double> Sigmoid(Scalar<double> x) => 1 / (1 + Scalar<double>.Exp(-x));

    private Scalar<double> Sum(int gate)
    {
        ReadOnlySpan<Scalar<double>> row = _variables.AsSpan(gate * Row, Row);
        Scalar<double> sum = row[^1];
        for (int i = 0; i < _features.Length; i++)
            sum = Scalar<double>.MultiplyAddEstimate(row[i], _features[i], sum);
        return sum;
    }
}
