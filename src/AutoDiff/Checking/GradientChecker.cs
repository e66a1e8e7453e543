using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;

namespace AutoDiff.Checking;

/// <summary>A gradient check being put together; <see cref="Assert"/> or <see cref="Report"/> runs it. Made by <see cref="GradientCheck"/>.</summary>
/// <remarks>
/// Finite differences are central and of fourth order, along random directions, and element by element where there are few.
/// Where they disagree with the gradient, smaller steps are tried, and one-sided ones show whether there is a kink: a slope
/// between the two one-sided ones is accepted, any other number is skipped and counted. Steps follow each input's largest element, and what
/// rounding may do follows what the function computes with, so that neither huge nor tiny numbers hide an error.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
public sealed class GradientChecker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double DefaultTolerance = 1e-6;
    private const int FewElements = 64;

    private readonly Parameter<T>[] _inputs;
    private readonly string _expression;
    private readonly Probe<T> _probe;
    private double? _tolerance;
    private int _directions = 4;
    private int _seed = 1;
    private bool _differences;
    private bool _forward;
    private bool _secondOrder;

    internal GradientChecker(Parameter<T>[] inputs, string expression, Probe<T> probe)
    {
        _inputs = inputs;
        _expression = expression;
        _probe = probe;
    }

    /// <summary>Compares the gradient with finite differences.</summary>
    /// <returns>The same check.</returns>
    public GradientChecker<T> AgainstFiniteDifferences()
    {
        _differences = true;
        return this;
    }

    /// <summary>Compares reverse with forward mode: <c>&lt;w, Jvp(v)&gt; = &lt;Vjp(w), v&gt;</c>, to rounding; in a type narrower than double, within the tolerance.</summary>
    /// <returns>The same check.</returns>
    public GradientChecker<T> AgainstForwardMode()
    {
        _forward = true;
        return this;
    }

    /// <summary>Checks second derivatives: against finite differences of the gradient, by symmetry, and reverse over reverse against forward over reverse.</summary>
    /// <returns>The same check.</returns>
    public GradientChecker<T> SecondOrder()
    {
        _secondOrder = true;
        return this;
    }

    /// <summary>Sets the relative error that is allowed against finite differences, 1e-6 unless set.</summary>
    /// <param name="relativeError">The error.</param>
    /// <returns>The same check.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The error is not a positive number.</exception>
    public GradientChecker<T> Within(double relativeError)
    {
        if (!(relativeError > 0 && double.IsFinite(relativeError)))
            throw CheckErrors.Tolerance(relativeError);
        _tolerance = relativeError;
        return this;
    }

    /// <summary>Sets how many random directions are tried, 4 unless set.</summary>
    /// <param name="count">The number.</param>
    /// <returns>The same check.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public GradientChecker<T> Directions(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _directions = count;
        return this;
    }

    /// <summary>Sets what directions are drawn from, 1 unless set: the same seed gives the same report.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The same check.</returns>
    public GradientChecker<T> Seed(int seed)
    {
        _seed = seed;
        return this;
    }

    /// <summary>Runs the check and fails if a derivative is wrong, or if nothing could be compared.</summary>
    /// <exception cref="GradientCheckException">The check failed; the report is in the text.</exception>
    /// <exception cref="ArgumentException">
    /// The element type is narrower than double and no tolerance was given, or the function is not the same each time.
    /// </exception>
    public void Assert()
    {
        GradientReport report = Report();
        if (!report.Passed)
            throw new GradientCheckException(report);
    }

    /// <summary>Runs the check: against finite differences and forward mode, unless something else was asked for.</summary>
    /// <returns>What was compared, skipped and wrong.</returns>
    /// <exception cref="ArgumentException">
    /// The element type is narrower than double and no tolerance was given, or the function is not the same each time.
    /// </exception>
    public GradientReport Report()
    {
        if (_tolerance is null && !Precisions<T>.IsDouble)
            throw CheckErrors.TolerancePrecision(Precisions<T>.Name);
        double[][] at = Array.ConvertAll(_inputs, input => Precisions<T>.Widen(input.Values));
        int elements = at.Sum(input => input.Length);
        bool all = !_differences && !_forward && !_secondOrder;
        try
        {
            GradientComparison<T> comparison = new(_probe, at, Array.ConvertAll(_inputs, input => input.Name), _tolerance ?? DefaultTolerance, _seed);
            if (_differences || all)
                comparison.AgainstDifferences(_directions, elements: elements <= FewElements);
            if (_forward || all)
                comparison.AgainstForwardMode(_directions);
            if (_secondOrder)
                comparison.SecondOrder(_directions);
            return new GradientReport(_expression, elements, comparison.Compared, comparison.Skips, comparison.Mismatches, Repro(at));
        }
        finally
        {
            Restore(at);
        }
    }

    // Only what was moved is written, so that tapes that have read the rest stay valid.
    private void Restore(double[][] at)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (Vectors.FirstOtherBits(Precisions<T>.Widen(_inputs[i].Values), at[i]) >= 0)
                Precisions<T>.Round(at[i]).CopyTo(_inputs[i].Write());
        }
    }

    private string Repro(double[][] at)
    {
        StringBuilder text = new();
        List<string> names = [];
        for (int i = 0; i < at.Length; i++)
        {
            names.Add(FormattableString.Invariant($"input{i}"));
            string name = CSharpText.Quote(_inputs[i].Name), shape = CSharpText.Shape(_inputs[i].Shape), values = CSharpText.Values<T>(at[i]);
            text.AppendLine(CultureInfo.InvariantCulture, $"var input{i} = new Parameter<{Precisions<T>.Name}>({name}, {shape}, {values});");
        }

        text.Append(CultureInfo.InvariantCulture, $"GradientCheck.Of({(_expression.Length > 0 ? _expression : "function")}, [{string.Join(", ", names)}])");
        text.Append(_differences ? ".AgainstFiniteDifferences()" : "").Append(_forward ? ".AgainstForwardMode()" : "").Append(_secondOrder ? ".SecondOrder()" : "");
        if (_tolerance is double tolerance)
            text.Append(CultureInfo.InvariantCulture, $".Within({tolerance:R})");
        return text.Append(CultureInfo.InvariantCulture, $".Directions({_directions}).Seed({_seed}).Assert();").ToString();
    }
}
