using System;

namespace AutoDiff.Examples.Optimization;

/// <summary>
/// A place and what is known of the function there. The value is computed at once, derivatives when they are asked for: the tape has
/// recorded how.
/// </summary>
public sealed class Point : IDisposable
{
    private readonly Counts _counts;
    private readonly Tape<double> _tape = new();
    private readonly Variable<double> _x, _value;
    private Variable<double>? _gradient;
    private Linearization<double>? _hessian;

    /// <summary>Computes the value.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="x">The place.</param>
    /// <param name="counts">Where computations are counted.</param>
    public Point(IObjective objective, double[] x, Counts counts)
    {
        _counts = counts;
        _x = _tape.Variable(x, new Shape(x.Length));
        _value = objective.Value(_x);
        counts.Values++;
        Value = _value.Item();
    }

    /// <summary>The place.</summary>
    public ReadOnlySpan<double> X => _x.Values;

    /// <summary>The function's value.</summary>
    public double Value { get; }

    /// <summary>The gradient: one reverse sweep, the first time.</summary>
    public ReadOnlySpan<double> Gradient
    {
        get
        {
            if (_gradient is null)
            {
                _counts.Gradients++;
                _gradient = _tape.Gradient(_value, _x);
            }

            return _gradient.Value.Values;
        }
    }

    /// <summary>
    /// The Hessian times a vector; there is no Hessian. It is the derivative of the gradient along the vector, so the gradient is
    /// recorded the first time, and each product is one forward sweep over it. (<c>tape.Hvp</c> does both each time.)
    /// </summary>
    /// <param name="v">The vector.</param>
    public double[] HessianTimes(double[] v)
    {
        _counts.Products++;
        double[] product = new double[v.Length];
        _hessian ??= _tape.HessianProduct(_value, _x);
        _hessian.Times(v, product);
        return product;
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Dispose();
}
