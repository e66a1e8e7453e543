using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// A cell of a user's own, as the docs of ICell have it: h' = 0.7 h + 0.3 tanh([x, h] · W + b).
internal sealed class LeakyCell(int inputs, int hidden, RandomStream random, string name = "leaky") : ICell<double, HiddenState<double>>
{
    private readonly Linear<double> _affine = new(inputs + hidden, hidden, random, name: name);

    public int InputSize => inputs;

    public int OutputSize => hidden;

    public IReadOnlyList<Parameter<double>> Parameters => _affine.Parameters;

    public Variable<double> Advance(Variable<double> x, in HiddenState<double> state, out HiddenState<double> next)
    {
        next = new((0.7 * state.Hidden) + (0.3 * Ops.Tanh(_affine.Forward(Ops.Concatenate(1, x, state.Hidden)))));
        return next.Hidden;
    }

    public static (double[] Output, double[][] Next) Formula(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        double[] next = [.. s[0].Select((h, j) => (0.7 * h) + (0.3 * Math.Tanh(ScalarCells.Sum([.. x, .. s[0]], p[0], j) + p[1].Values[j])))];
        return (next, [next]);
    }
}
