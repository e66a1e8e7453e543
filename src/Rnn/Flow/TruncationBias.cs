using System;
using System.Collections.Generic;

namespace AutoDiff.Rnn;

/// <summary>What truncating at a window would do to a gradient: how fast it fades, what a window would miss, and the window for a bias that can be borne.</summary>
/// <remarks>
/// Source of the idea: Aicher, Foti and Fox 2019, "Adaptively truncating backpropagation through time to control gradient bias": where the mean norm of
/// <c>dL[t]/dh[t - lag]</c> falls geometrically, the part that a window misses can be told from the norms. A report is about one
/// batch of sequences; average suggestions over several before changing a training's window.
/// </remarks>
/// <example>A window that follows the model, chosen again every 500 steps:<code>
/// if (step % 500 == 0 &amp;&amp; flow.Measure(sequence, carried).Bias.Suggest(0.1) is int window)
///     trainer = new TruncatedBackprop&lt;float, LstmState&lt;float&gt;&gt;(Truncation.Window(window, Math.Max(1, window / 2)), LossReduction.Mean);
/// </code></example>
public sealed class TruncationBias
{
    // Slopes between more pairs of lags than these points have tell nothing new.
    private const int FittedPoints = 256;

    // A suggestion beyond is no window any more.
    private const double Longest = 1e9;

    private readonly double[] _norms;
    private readonly double _sum, _last, _tail;

    internal TruncationBias(double[] lagNorms, IReadOnlyList<WindowBias> measured)
    {
        _norms = lagNorms;
        Measured = measured;
        foreach (double norm in lagNorms)
            _sum += norm;
        (DecayRate, _last) = Fit(lagNorms);
        _tail = lagNorms.Length == 0 || lagNorms[^1] == 0 || _sum == 0 ? 0 : DecayRate < 1 ? _last * DecayRate / (1 - DecayRate) : double.PositiveInfinity;
    }

    /// <summary>
    /// By what the mean norm of <c>dL[t]/dh[t - lag]</c> is multiplied with each step further back: less than 1 where it fades. A straight
    /// line through the logarithms from lag 1 on, its slope the median of the slopes between all pairs of points (Theil 1950, Sen 1968), which
    /// outliers do not move. Lags at which nothing arrives are left out; 0 where nothing arrives at any, NaN with fewer than three lags.
    /// </summary>
    public double DecayRate { get; }

    /// <summary>After how many steps back half is left; infinite where the gradient does not fade.</summary>
    public double HalfLife => DecayRate < 1 ? Math.Log(0.5) / Math.Log(DecayRate) : DecayRate >= 1 ? double.PositiveInfinity : double.NaN;

    /// <summary>The biases that were measured: exact for the losses that were followed.</summary>
    public IReadOnlyList<WindowBias> Measured { get; }

    /// <summary>
    /// The share of the norms over all lags that lies beyond a window: an estimate of the relative bias, for contributions of equal direction.
    /// The lags that were not seen, as in a stream with an endless past, are added by the fitted rate, unless nothing arrived at the last one; where the rate
    /// is 1 or more the estimate is 1.
    /// </summary>
    /// <param name="window">The most steps that a loss is followed back through, its own included; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public double Estimate(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (_sum == 0)
            return 0;
        if (double.IsPositiveInfinity(_tail))
            return 1;
        double missing = window < _norms.Length ? _tail : _tail * Math.Pow(DecayRate, window - _norms.Length);
        for (int lag = window; lag < _norms.Length; lag++)
            missing += _norms[lag];
        return missing / (_sum + _tail);
    }

    /// <summary>The shortest window whose estimated bias is no more than a given one.</summary>
    /// <param name="relativeBias">The bias, as a part of the whole gradient, between 0 and 1.</param>
    /// <returns>The window in steps, a loss's own included; null where no window will do, since the gradient does not fade.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bias is not between 0 and 1.</exception>
    public int? Suggest(double relativeBias)
    {
        if (!(relativeBias is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(relativeBias), relativeBias, "TruncationBias.Suggest: need a relative bias above 0 and below 1.");
        if (_sum == 0)
            return 1;
        if (!double.IsFinite(_tail))
            return null;
        double allowed = relativeBias * (_sum + _tail), missing = _tail;
        if (missing > allowed)
        {
            double further = Math.Ceiling(Math.Log(allowed / _tail) / Math.Log(DecayRate));
            return _norms.Length + further < Longest ? _norms.Length + (int)further : null;
        }

        int window = _norms.Length;
        while (window > 1 && missing + _norms[window - 1] <= allowed)
            missing += _norms[--window];
        return window;
    }

    // The rate, and the fitted norm at the last lag.
    private static (double Rate, double Last) Fit(double[] norms)
    {
        List<double> lags = [], logs = [];
        int stride = 1 + (norms.Length / FittedPoints);
        for (int lag = 1; lag < norms.Length; lag += stride)
        {
            if (norms[lag] > 0 && double.IsFinite(norms[lag]))
            {
                lags.Add(lag);
                logs.Add(Math.Log(norms[lag]));
            }
        }

        if (lags.Count < 2)
            return norms.Length > 2 && lags.Count == 0 ? (0, 0) : (double.NaN, double.NaN);
        List<double> slopes = [], levels = [];
        for (int i = 0; i < lags.Count; i++)
        {
            for (int j = 0; j < i; j++)
                slopes.Add((logs[i] - logs[j]) / (lags[i] - lags[j]));
        }

        double slope = Median(slopes);
        for (int i = 0; i < lags.Count; i++)
            levels.Add(logs[i] - (slope * lags[i]));
        return (Math.Exp(slope), Math.Exp(Median(levels) + (slope * (norms.Length - 1))));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
