using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Checking;

namespace AutoDiff.Rnn;

/// <summary>A check of a truncated gradient being put together; <see cref="Assert"/> or <see cref="Report"/> runs it. Made by <see cref="TruncationCheck"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The model's state.</typeparam>
public sealed class TruncationChecker<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly CutFunction<T, TState> _function;
    private readonly Truncation _truncation;
    private readonly Parameter<T>[] _parameters;
    private readonly Action _accumulate;
    private double? _tolerance;

    internal TruncationChecker(CutFunction<T, TState> function, Truncation truncation, Parameter<T>[] parameters, Action accumulate)
    {
        _function = function;
        _truncation = truncation;
        _parameters = parameters;
        _accumulate = accumulate;
    }

    /// <summary>Sets the relative error that is allowed: 1e-6 against finite differences and 1e-9 between gradients unless set.</summary>
    /// <param name="relativeError">The error.</param>
    /// <returns>The same check.</returns>
    public TruncationChecker<T, TState> Within(double relativeError)
    {
        _tolerance = relativeError;
        return this;
    }

    /// <summary>Runs the check and fails if something is wrong.</summary>
    /// <exception cref="TruncationCheckException">The check failed; the report is in the text.</exception>
    /// <exception cref="ArgumentException">The element type is narrower than double and no tolerance was given, or the one given is not a positive number.</exception>
    public void Assert()
    {
        TruncationReport report = Report();
        if (!report.Passed)
            throw new TruncationCheckException(report);
    }

    /// <summary>Runs the check.</summary>
    /// <returns>What was compared and what is wrong; and if the gradient is that of another policy, which one.</returns>
    /// <exception cref="ArgumentException">The element type is narrower than double and no tolerance was given, or the one given is not a positive number.</exception>
    public TruncationReport Report()
    {
        GradientChecker<T> check = GradientCheck.Of(tape => _function.Losses(tape, _truncation), _parameters, $"the losses under {_truncation}")
            .AgainstFiniteDifferences()
            .AgainstForwardMode();
        GradientReport cut = (_tolerance is double tolerance ? check.Within(tolerance) : check).Report();
        try
        {
            double[][] given = GradientsOf(_accumulate), wanted = WantedUnder(_truncation);
            List<TruncationMismatch> mismatches = Compare(given, wanted);
            return new TruncationReport(_truncation, cut, wanted.Sum(one => one.Length), mismatches, mismatches.Count == 0 ? null : Likeness(given));
        }
        finally
        {
            Clear();
        }
    }

    // A policy whose gradient this is: what a mistaken cut usually makes.
    private Truncation? Likeness(double[][] given)
    {
        int steps = _function.Sequence.Steps;
        foreach (Truncation other in (IEnumerable<Truncation>)
        [
            Truncation.None,
            .. Enumerable.Range(1, steps).Select(length => Truncation.Window(length)),
            .. Enumerable.Range(2, steps).Select(length => Truncation.Chunks(length, CutsFrom.Start)),
        ])
        {
            if (Compare(given, WantedUnder(other)).Count == 0)
                return other;
        }

        return null;
    }

    private double[][] WantedUnder(Truncation truncation) => GradientsOf(() =>
    {
        using Tape<T> tape = new();
        tape.Backward(_function.Losses(tape, truncation));
    });

    private double[][] GradientsOf(Action accumulate)
    {
        Clear();
        accumulate();
        return [.. _parameters.Select(
            parameter => parameter.HasGradient ? Array.ConvertAll(parameter.Gradient.ToArray(), double.CreateTruncating) : new double[parameter.Shape.Count])];
    }

    // Errors are relative to the largest element of the parameter's gradient: small ones are what rounding left.
    private List<TruncationMismatch> Compare(double[][] given, double[][] wanted)
    {
        List<TruncationMismatch> mismatches = [];
        for (int p = 0; p < given.Length; p++)
        {
            double scale = wanted[p].Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int i = 0; i < given[p].Length; i++)
            {
                double error = Math.Abs(given[p][i] - wanted[p][i]) / (scale > 0 ? scale : 1);
                if (!(error <= (_tolerance ?? 1e-9)))
                    mismatches.Add(new TruncationMismatch(_parameters[p].Name, i, given[p][i], wanted[p][i], error));
            }
        }

        return mismatches;
    }

    private void Clear()
    {
        foreach (Parameter<T> parameter in _parameters)
            parameter.ClearGradient();
    }
}
