using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Benchmarks.Adbench;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Benchmarks.Workloads;

namespace AutoDiff.Benchmarks.Comparison;

// The same objective in loops of single numbers, on this library's scalar tape.
internal sealed class ScalarPeer : IPeer
{
    private readonly ScalarTape<double> _tape = new();
    private readonly double[] _values, _gradient;
    private readonly Scalar<double>[] _variables;
    private readonly Func<Scalar<double>[], Scalar<double>> _objective;

    public ScalarPeer(AdbenchWorkload workload, double[] values, Func<Scalar<double>[], Scalar<double>> objective)
    {
        (_values, _gradient, _variables, _objective) = (values, new double[values.Length], new Scalar<double>[values.Length], objective);
        double value = Step();
        First = [value, value, value, _gradient.Sum(Math.Abs)];
        workload.Step();
        AdbenchRule.Require(workload.Name, _gradient, workload.Gradient);
    }

    public string Name => "Scalar<double>";

    public IReadOnlyList<double> First { get; }

    public double Sample(int steps, Clock clock)
    {
        Watch watch = Watch.Start(clock);
        for (int i = 0; i < steps; i++)
            Step();
        return watch.Milliseconds;
    }

    public void Dispose() => _tape.Dispose();

    private double Step()
    {
        _tape.Reset();
        _tape.Variables(_values, _variables);
        Scalar<double> value = _objective(_variables);
        _tape.Gradient(value, _variables, _gradient);
        return value.Value;
    }
}
