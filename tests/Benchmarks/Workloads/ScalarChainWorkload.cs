using System.Collections.Generic;

namespace AutoDiff.Benchmarks.Workloads;

// A million operations on single numbers, one after the other, recorded and swept: what an entry of the scalar tape costs.
// Others on one core of a server, multiply and add: CoDiPack 8.9 ns, Adept 9.8, XAD 14.9, CppAD 28.6, ADOL-C 39.1 in C++;
// DeepSigma AutoDiff 18.4 in .NET.
internal sealed class ScalarChainWorkload(bool withSine) : IWorkload
{
    private const int Operations = 1_000_000;

    private readonly ScalarTape<double> _tape = new();
    private readonly double[] _gradient = new double[3];

    public static IEnumerable<Case> Cases { get; } =
    [
        Case("scalar-chain", "1,000,000 multiplications and additions of Scalar<double>, value and gradient", withSine: false),
        Case("scalar-sine", "1,000,000 multiplications, sines and additions of Scalar<double>, value and gradient", withSine: true),
    ];

    public double Step()
    {
        _tape.Reset();
        Scalar<double> x = _tape.Variable(0.5), factor = _tape.Variable(0.9999995), term = _tape.Variable(1e-7), y = x;
        if (withSine)
        {
            for (int i = 0; i < Operations; i += 3)
                y = Scalar<double>.Sin(y * factor) + term;
        }
        else
        {
            for (int i = 0; i < Operations; i += 2)
                y = (y * factor) + term;
        }

        _tape.Gradient(y, [x, factor, term], _gradient);
        return y.Value;
    }

    public double Probe() => _gradient[0];

    public void Dispose() => _tape.Dispose();

    private static Case Case(string name, string summary, bool withSine) =>
        new(name, summary, () => new ScalarChainWorkload(withSine)) { Unit = "operation", Units = Operations, OpenPeers = _ => [] };
}
