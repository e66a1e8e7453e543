using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// The gradients of the parameters, split into bands of lags by the windows that are asked about: a window's gradient is the sum of the bands
/// below it. Losses of one band are added up before the product with the parameters, which is linear.
/// </summary>
internal sealed class BandSums<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A window of one step is always among the bounds: it tells which parameters a window can change at all.
    private readonly int[] _windows, _asked;
    private readonly Dictionary<Parameter<T>, double[]?[]> _sums = [];

    public BandSums(IEnumerable<int> windows)
    {
        _asked = [.. windows.Distinct().Order()];
        _windows = _asked is [] or [1, ..] ? _asked : [1, .. _asked];
    }

    // Adds what the losses that are alive contribute through one step.
    public void Add(Tape<T> tape, List<LiveLoss<T>> live, int step, Func<T[][]?, bool, Variable<T>[], Variable<T>[]?> pull, Shape[] shapes)
    {
        if (_windows.Length == 0 || live.Count == 0)
            return;
        Parameter<T>[] parameters = tape.ParametersInUse();
        Variable<T>[] used = Array.ConvertAll(parameters, tape.Use);
        for (int band = 0; band <= _windows.Length; band++)
        {
            T[][]? sum = null;
            bool own = false;
            foreach (LiveLoss<T> loss in live)
            {
                if (BandOf(loss.Step - step) != band)
                    continue;
                own |= loss.Step == step;
                if (loss.Adjoint is not null)
                    AddTo(sum ??= Array.ConvertAll(shapes, shape => new T[shape.Count]), loss.Adjoint);
            }

            if ((own || sum is not null) && pull(sum, own, used) is Variable<T>[] gradients)
                Keep(parameters, gradients, band);
        }
    }

    public List<WindowBias> Biases()
    {
        List<WindowBias> biases = [];
        double[]?[][] changed = [.. _sums.Values.Where(ReachesBack)];
        for (int i = 0; i < _windows.Length; i++)
        {
            double missing = 0, whole = 0, seen = 0, inner = 0;
            foreach (double[]?[] bands in changed)
            {
                for (int j = 0; j < bands.Max(band => band?.Length ?? 0); j++)
                {
                    double below = Sum(bands, 0, i + 1, j), above = Sum(bands, i + 1, bands.Length, j), all = below + above;
                    missing += above * above;
                    whole += all * all;
                    seen += below * below;
                    inner += below * all;
                }
            }

            if (_asked.Contains(_windows[i]))
                biases.Add(new WindowBias(_windows[i], whole > 0 ? Math.Sqrt(missing / whole) : 0, whole > 0 && seen > 0 ? inner / Math.Sqrt(whole * seen) : whole > 0 ? 0 : 1));
        }

        return biases;
    }

    // Whether a parameter's gradient has a part from an earlier step than the loss's: others are not changed by any window.
    private bool ReachesBack(double[]?[] bands) => bands.Skip(1).Any(band => band is not null && Array.Exists(band, value => value != 0));

    private int BandOf(int lag)
    {
        int band = 0;
        while (band < _windows.Length && lag >= _windows[band])
            band++;
        return band;
    }

    private void Keep(Parameter<T>[] parameters, Variable<T>[] gradients, int band)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!_sums.TryGetValue(parameters[i], out double[]?[]? bands))
                _sums.Add(parameters[i], bands = new double[]?[_windows.Length + 1]);
            ReadOnlySpan<T> values = gradients[i].Values;
            double[] sum = bands[band] ??= new double[values.Length];
            for (int j = 0; j < sum.Length; j++)
                sum[j] += double.CreateChecked(values[j]);
        }
    }

    private static double Sum(double[]?[] bands, int from, int end, int at)
    {
        double sum = 0;
        for (int band = from; band < end; band++)
            sum += bands[band]?[at] ?? 0;
        return sum;
    }

    private static void AddTo(T[][] sum, T[][] values)
    {
        for (int part = 0; part < sum.Length; part++)
        {
            for (int i = 0; i < sum[part].Length; i++)
                sum[part][i] += values[part][i];
        }
    }
}
