using System;
using System.Collections.Generic;

namespace AutoDiff.Examples.Sandwich;

/// <summary>The seed's equations in plain loops: everything of every step is kept on the way forward, and on the way back there is one running adjoint.</summary>
public static class ByHand
{
    /// <summary>Computes loss and gradients.</summary>
    /// <param name="network">The weights.</param>
    /// <param name="data">The interval.</param>
    /// <returns>The loss, and the gradients in the order of the network's parameters.</returns>
    public static (double Loss, IReadOnlyList<double[]> Gradients) Run(Network network, Data data)
    {
        double[] w1 = [.. network.First.Weight.Values], b1 = [.. network.First.Bias!.Values], w2 = [.. network.Recurrent.InputWeights.Values],
            r = [.. network.Recurrent.RecurrentWeights.Values];
        double[] b2 = [.. network.Recurrent.Bias!.Values], w3 = [.. network.Last.Weight.Values], b3 = [.. network.Last.Bias!.Values];
        double[] dw1 = new double[w1.Length], db1 = new double[b1.Length], dw2 = new double[w2.Length], db2 = new double[b2.Length];
        double[] dr = new double[r.Length], dw3 = new double[w3.Length], db3 = new double[b3.Length];

        double[][] a = new double[data.Steps][], h = new double[data.Steps + 1][], y = new double[data.Steps][];
        h[0] = new double[Sizes.Batch * Sizes.Hidden];
        double loss = 0;
        for (int t = 0; t < data.Steps; t++)
        {
            a[t] = Tanh(Add(Product(data.Inputs(t), w1, Sizes.Inputs), b1));
            h[t + 1] = Tanh(Add(Add(Product(a[t], w2, Sizes.First), Product(h[t], r, Sizes.Hidden)), b2));
            y[t] = Tanh(Add(Product(h[t + 1], w3, Sizes.Hidden), b3));
            ReadOnlySpan<double> d = data.Targets(t);
            for (int i = 0; i < d.Length; i++)
                loss += (y[t][i] - d[i]) * (y[t][i] - d[i]) / 2;
        }

        // From the last step to the first: at each, what comes from its own loss is added to what has come from behind.
        double[] running = new double[Sizes.Batch * Sizes.Hidden];
        for (int t = data.Steps - 1; t >= 0; t--)
        {
            double[] delta = Behind(Minus(y[t], data.Targets(t)), y[t]);
            Accumulate(h[t + 1], delta, Sizes.Hidden, dw3, db3);
            running = Behind(Add(running, ProductTransposed(delta, w3, Sizes.Hidden)), h[t + 1]);
            Accumulate(a[t], running, Sizes.First, dw2, db2);
            Accumulate(h[t], running, Sizes.Hidden, dr, null);
            double[] first = Behind(ProductTransposed(running, w2, Sizes.First), a[t]);
            Accumulate(data.Inputs(t), first, Sizes.Inputs, dw1, db1);
            running = ProductTransposed(running, r, Sizes.Hidden);
        }

        return (loss, [dw1, db1, dw2, dr, db2, dw3, db3]);
    }

    // x [128, inner] times w [inner, columns].
    private static double[] Product(ReadOnlySpan<double> x, double[] w, int inner)
    {
        int columns = w.Length / inner;
        double[] y = new double[Sizes.Batch * columns];
        for (int i = 0; i < x.Length; i++)
        {
            for (int column = 0; column < columns; column++)
                y[(i / inner * columns) + column] += x[i] * w[(i % inner * columns) + column];
        }

        return y;
    }

    // y [128, columns] times the transpose of w [inner, columns].
    private static double[] ProductTransposed(double[] y, double[] w, int inner)
    {
        int columns = w.Length / inner;
        double[] x = new double[Sizes.Batch * inner];
        for (int i = 0; i < x.Length; i++)
        {
            for (int column = 0; column < columns; column++)
                x[i] += y[(i / inner * columns) + column] * w[(i % inner * columns) + column];
        }

        return x;
    }

    // dw += x transposed times delta, db += the sum of delta's rows.
    private static void Accumulate(ReadOnlySpan<double> x, double[] delta, int inner, double[] dw, double[]? db)
    {
        int columns = dw.Length / inner;
        for (int i = 0; i < x.Length; i++)
        {
            for (int column = 0; column < columns; column++)
                dw[(i % inner * columns) + column] += x[i] * delta[(i / inner * columns) + column];
        }

        for (int i = 0; db is not null && i < delta.Length; i++)
            db[i % columns] += delta[i];
    }

    private static double[] Tanh(double[] x) => Array.ConvertAll(x, Math.Tanh);

    // Behind a tanh: times 1 - y².
    private static double[] Behind(double[] adjoint, double[] y)
    {
        double[] before = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
            before[i] = adjoint[i] * (1 - (y[i] * y[i]));
        return before;
    }

    // Adds an array of the same length, or a bias to every row.
    private static double[] Add(double[] x, double[] other)
    {
        double[] sum = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            sum[i] = x[i] + other[i % other.Length];
        return sum;
    }

    private static double[] Minus(double[] x, ReadOnlySpan<double> other)
    {
        double[] difference = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            difference[i] = x[i] - other[i];
        return difference;
    }
}
