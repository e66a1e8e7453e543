using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Tests.Rnn.Support;

// The cells' formulas written out for one row and one number at a time; nothing is shared with the library. Each takes the cell's
// parameters p, an input x and the parts s of the state, and gives the output and the next state.
internal static class ScalarCells
{
    public static Step Elman(Activation activation) => (p, x, s) => Carried(Each(s[0].Length, j =>
        Activated(activation, Sum(x, p[0], j) + Sum(s[0], p[1], j) + p.Skip(2).Sum(bias => bias.Values[j]))));

    public static (double[] Output, double[][] Next) Lstm(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[1].Length;
        double Gate(int gate, int j) => Sum(x, p[0], (gate * n) + j) + Sum(s[0], p[1], (gate * n) + j) + p.Skip(2).Sum(bias => bias.Values[(gate * n) + j]);
        double[] cell = Each(n, j => (Sigmoid(Gate(1, j)) * s[1][j]) + (Sigmoid(Gate(0, j)) * Math.Tanh(Gate(2, j))));
        return Carried(Each(n, j => Sigmoid(Gate(3, j)) * Math.Tanh(cell[j])), cell);
    }

    public static (double[] Output, double[][] Next) PeepholeLstm(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[1].Length;
        double Gate(int gate, int j) => Sum(x, p[0], (gate * n) + j) + Sum(s[0], p[1], (gate * n) + j) + p[3].Values[(gate * n) + j];
        double Peep(int row, int j, double[] cell) => p[2].Values[(row * n) + j] * cell[j];
        double[] cell = Each(n, j => (Sigmoid(Gate(1, j) + Peep(1, j, s[1])) * s[1][j]) + (Sigmoid(Gate(0, j) + Peep(0, j, s[1])) * Math.Tanh(Gate(2, j))));
        return Carried(Each(n, j => Sigmoid(Gate(3, j) + Peep(2, j, cell)) * Math.Tanh(cell[j])), cell);
    }

    public static (double[] Output, double[][] Next) CoupledLstm(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[1].Length;
        double Gate(int gate, int j) => Sum(x, p[0], (gate * n) + j) + Sum(s[0], p[1], (gate * n) + j) + p[2].Values[(gate * n) + j];
        double[] cell = Each(n, j => ((1 - Sigmoid(Gate(0, j))) * s[1][j]) + (Sigmoid(Gate(0, j)) * Math.Tanh(Gate(1, j))));
        return Carried(Each(n, j => Sigmoid(Gate(2, j)) * Math.Tanh(cell[j])), cell);
    }

    public static (double[] Output, double[][] Next) ProjectedLstm(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        (double[] whole, double[][] next) = Lstm([p[0], p[1], .. p.Skip(3)], x, s);
        return Carried(Each(s[0].Length, j => Sum(whole, p[2], j)), next[1]);
    }

    public static (double[] Output, double[][] Next) LayerNormLstm(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[1].Length;
        double[] fromInput = Norm(Each(4 * n, j => Sum(x, p[0], j))), fromState = Norm(Each(4 * n, j => Sum(s[0], p[1], j)));
        double Gate(int gate, int j)
        {
            int at = (gate * n) + j;
            return (fromInput[at] * p[2].Values[at]) + p[3].Values[at] + (fromState[at] * p[4].Values[at]);
        }

        double[] cell = Each(n, j => (Sigmoid(Gate(1, j)) * s[1][j]) + (Sigmoid(Gate(0, j)) * Math.Tanh(Gate(2, j)))), normal = Norm(cell);
        return Carried(Each(n, j => Sigmoid(Gate(3, j)) * Math.Tanh((normal[j] * p[5].Values[j]) + p[6].Values[j])), cell);
    }

    public static (double[] Output, double[][] Next) Gru(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[0].Length;
        double FromInput(int gate, int j) => Sum(x, p[0], (gate * n) + j) + p[2].Values[(gate * n) + j];
        double FromState(int gate, int j) => Sum(s[0], p[1], (gate * n) + j) + p[3].Values[(gate * n) + j];
        return Carried(Each(n, j =>
        {
            double reset = Sigmoid(FromInput(0, j) + FromState(0, j)), update = Sigmoid(FromInput(1, j) + FromState(1, j));
            return ((1 - update) * Math.Tanh(FromInput(2, j) + (reset * FromState(2, j)))) + (update * s[0][j]);
        }));
    }

    public static (double[] Output, double[][] Next) ResetFirstGru(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[0].Length;
        double FromInput(int gate, int j) => Sum(x, p[0], (gate * n) + j) + p[3].Values[(gate * n) + j];
        double[] kept = Each(n, j => Sigmoid(FromInput(0, j) + Sum(s[0], p[1], j)) * s[0][j]);
        return Carried(Each(n, j =>
        {
            double update = Sigmoid(FromInput(1, j) + Sum(s[0], p[1], n + j));
            return ((1 - update) * Math.Tanh(FromInput(2, j) + Sum(kept, p[2], j))) + (update * s[0][j]);
        }));
    }

    public static (double[] Output, double[][] Next) Mgu(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[0].Length;
        double[] gate = Each(n, j => Sigmoid(Sum(x, p[0], j) + p[3].Values[j] + Sum(s[0], p[1], j)));
        double[] seen = Each(n, j => gate[j] * s[0][j]);
        return Carried(Each(n, j => ((1 - gate[j]) * s[0][j]) + (gate[j] * Math.Tanh(Sum(x, p[0], n + j) + p[3].Values[n + j] + Sum(seen, p[2], j)))));
    }

    public static Step Independent(Activation activation) => (p, x, s) => Carried(Each(s[0].Length, j =>
        Activated(activation, Sum(x, p[0], j) + (s[0][j] * p[1].Values[j]) + p[2].Values[j])));

    public static (double[] Output, double[][] Next) Sru(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        int n = s[0].Length;
        double[] forget = Each(n, j => Sigmoid(Sum(x, p[0], n + j) + p[1].Values[j])), reset = Each(n, j => Sigmoid(Sum(x, p[0], (2 * n) + j) + p[1].Values[n + j]));
        double[] cell = Each(n, j => (forget[j] * s[0][j]) + ((1 - forget[j]) * Sum(x, p[0], j)));
        double[] passed = p[0].Shape[1] == 3 * n ? x : Each(n, j => Sum(x, p[0], (3 * n) + j));
        return (Each(n, j => (reset[j] * cell[j]) + ((1 - reset[j]) * passed[j])), [cell]);
    }

    // In evaluation: a mixture of old and new state.
    public static Step Zoneout(Step inner, params double[] probabilities) => (p, x, s) =>
    {
        double[][] next = inner(p, x, s).Next;
        double[][] mixed = [.. next.Select((part, i) => Each(part.Length, j => (probabilities[i] * s[i][j]) + ((1 - probabilities[i]) * part[j])))];
        return (mixed[0], mixed);
    };

    public static Step Residual(Step inner) => (p, x, s) =>
    {
        (double[] output, double[][] next) = inner(p, x, s);
        return (Each(x.Length, j => output[j] + x[j]), next);
    };

    // A GRU of four parameters under an LSTM of three.
    public static (double[] Output, double[][] Next) Pair(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s)
    {
        (double[] between, double[][] lower) = Gru([.. p.Take(4)], x, [s[0]]);
        (double[] output, double[][] upper) = Lstm([.. p.Skip(4)], between, [s[1], s[2]]);
        return (output, [.. lower, .. upper]);
    }

    private static (double[] Output, double[][] Next) Carried(params double[][] next) => (next[0], next);

    private static double[] Each(int count, Func<int, double> element) => [.. Enumerable.Range(0, count).Select(element)];

    private static double Activated(Activation activation, double sum) =>
        activation == Activation.Tanh ? Math.Tanh(sum) : activation == Activation.Sigmoid ? Sigmoid(sum) : Math.Max(0, sum);

    private static double[] Norm(double[] x)
    {
        double mean = x.Average(), deviation = Math.Sqrt(x.Average(one => (one - mean) * (one - mean)) + 1e-5);
        return [.. x.Select(one => (one - mean) / deviation)];
    }

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    internal static double Sum(double[] x, Parameter<double> weights, int column)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * weights.Values[(i * weights.Shape[1]) + column];
        return sum;
    }

    internal delegate (double[] Output, double[][] Next) Step(IReadOnlyList<Parameter<double>> p, double[] x, double[][] s);
}
