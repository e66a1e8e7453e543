using System;
using System.Linq;

namespace AutoDiff.Benchmarks.Workloads;

// An objective in loops of single numbers, on the scalar tape: value, and the gradient into the array given.
internal sealed class ScalarObjectiveWorkload(double[] values, double[] gradient, Func<Scalar<double>[], Scalar<double>> objective) : IWorkload
{
    private readonly ScalarTape<double> _tape = new();
    private readonly Scalar<double>[] _variables = new Scalar<double>[values.Length];

    public double Step()
    {
        _tape.Reset();
        _tape.Variables(values, _variables);
        Scalar<double> value = objective(_variables);
        _tape.Gradient(value, _variables, gradient);
        return value.Value;
    }

    public double Probe() => gradient.Sum(Math.Abs);

    public void Dispose() => _tape.Dispose();
}
