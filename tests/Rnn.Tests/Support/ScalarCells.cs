using System;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// The cells' formulas written out for one row and one number at a time; nothing is shared with the library.
internal static class ScalarCells
{
    // One step of a row: the new hidden state.
    public static double[] Elman(ElmanCell<double> cell, Activation activation, double[] x, double[] h)
    {
        double[] next = new double[h.Length];
        for (int j = 0; j < h.Length; j++)
        {
            double sum = Sum(x, cell.InputWeights, j) + Sum(h, cell.RecurrentWeights, j) + (cell.Bias is null ? 0 : cell.Bias.Values[j]);
            next[j] = activation == Activation.Tanh ? Math.Tanh(sum) : activation == Activation.Sigmoid ? Sigmoid(sum) : Math.Max(0, sum);
        }

        return next;
    }

    public static (double[] Hidden, double[] Cell) Lstm(LstmCell<double> cell, double[] x, double[] h, double[] c)
    {
        int n = h.Length;
        double[] hidden = new double[n], next = new double[n];
        double Gate(int gate, int j) => Sum(x, cell.InputWeights, (gate * n) + j) + Sum(h, cell.RecurrentWeights, (gate * n) + j) + cell.Bias.Values[(gate * n) + j];
        for (int j = 0; j < n; j++)
        {
            next[j] = (Sigmoid(Gate(1, j)) * c[j]) + (Sigmoid(Gate(0, j)) * Math.Tanh(Gate(2, j)));
            hidden[j] = Sigmoid(Gate(3, j)) * Math.Tanh(next[j]);
        }

        return (hidden, next);
    }

    public static double[] Gru(GruCell<double> cell, double[] x, double[] h)
    {
        int n = h.Length;
        double[] next = new double[n];
        double FromInput(int gate, int j) => Sum(x, cell.InputWeights, (gate * n) + j) + cell.InputBias.Values[(gate * n) + j];
        double FromState(int gate, int j) => Sum(h, cell.RecurrentWeights, (gate * n) + j) + cell.RecurrentBias.Values[(gate * n) + j];
        for (int j = 0; j < n; j++)
        {
            double reset = Sigmoid(FromInput(0, j) + FromState(0, j)), update = Sigmoid(FromInput(1, j) + FromState(1, j));
            double candidate = Math.Tanh(FromInput(2, j) + (reset * FromState(2, j)));
            next[j] = ((1 - update) * candidate) + (update * h[j]);
        }

        return next;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Sum(double[] x, Parameter<double> weights, int column)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * weights.Values[(i * weights.Shape[1]) + column];
        return sum;
    }
}
