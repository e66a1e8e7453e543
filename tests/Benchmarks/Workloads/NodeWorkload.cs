using System;
using AutoDiff.Benchmarks.Comparison;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// Ten million operations on single elements, on one tape or on a hundred, one after the other: a node must cost the same. Three in turn give back what they
// were given, so that numbers
// and gradients stay what they are. What one tape holds for each node is said at the end.
internal sealed class NodeWorkload(int tapes) : IWorkload
{
    private const int Nodes = 9_999_900;

    private readonly Tape<float> _tape = new();
    private readonly Parameter<float> _x = new("x", new Shape(1), [0.25f]);
    private long _bytes;

    public static Case Case { get; } = new(
        "nodes-10m", "10,000,000 operations on 1 element on one tape, value and gradient, against a hundred tapes (with --peers)", () => new NodeWorkload(1))
    {
        IsLong = true,
        Unit = "operation",
        Units = Nodes,
        OpenPeers = _ => [new WorkloadPeer("100 tapes", () => new NodeWorkload(100))],
        Goal = 1,
    };

    public double Step()
    {
        long before = _bytes == 0 ? GC.GetTotalMemory(forceFullCollection: true) : 0;
        double value = 0;
        for (int i = 0; i < tapes; i++)
            value = Sweep();
        if (_bytes == 0)
            _bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return value;
    }

    public double Probe() => _x.Gradient[0];

    public void Dispose()
    {
        Console.Error.WriteLine($"nodes-10m: {tapes} tapes in turn held {(double)_bytes / (Nodes / tapes):0} bytes for each node");
        _tape.Dispose();
    }

    private float Sweep()
    {
        _tape.Reset();
        _x.ClearGradient();
        Variable<float> one = _tape.Constant([1], _x.Shape), minusOne = _tape.Constant([-1], _x.Shape), y = _tape.Use(_x);
        for (int i = 0; i < Nodes / tapes; i += 3)
        {
            y = one - y;
            y *= minusOne;
            y += one;
        }

        _tape.Backward(Sum(y));
        return y.Values[0];
    }
}
