using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Checking;

/// <summary>
/// Checks the derivatives of a function that is made of operations, such as a loss, against finite differences, against forward
/// mode, and to second order.
/// </summary>
/// <example><code>
/// GradientCheck.Of(tape => Loss(tape, model), [model.Weight, model.Bias])
///     .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
/// </code></example>
public static class GradientCheck
{
    /// <summary>Checks a function that uses parameters, with respect to all that it uses, at their present numbers, which are put back afterwards.</summary>
    /// <param name="function">The function: it puts parameters on the tape, its own or those of modules, and returns any array.</param>
    /// <param name="expression">Filled in by the compiler: the function's text, for the report.</param>
    /// <returns>A check to be completed and run.</returns>
    /// <exception cref="ArgumentException">The function uses no parameter.</exception>
    /// <example><code>GradientCheck.Of(tape => Loss(model, tape)).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();</code></example>
    public static GradientChecker<double> Of(Func<Tape<double>, Variable<double>> function, [CallerArgumentExpression(nameof(function))] string expression = "") =>
        Of<double>(function, expression);

    /// <summary>The same in another precision.</summary>
    /// <typeparam name="T">The element type; <see cref="double"/>, unless a tolerance is given.</typeparam>
    /// <param name="function">The function: it puts parameters on the tape, its own or those of modules, and returns any array.</param>
    /// <param name="expression">Filled in by the compiler: the function's text, for the report.</param>
    /// <returns>A check to be completed and run.</returns>
    /// <exception cref="ArgumentException">The function uses no parameter.</exception>
    public static GradientChecker<T> Of<T>(Func<Tape<T>, Variable<T>> function, [CallerArgumentExpression(nameof(function))] string expression = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        function(tape);
        Parameter<T>[] parameters = tape.ParametersInUse();
        return parameters.Length == 0 ? throw CheckErrors.NoParameter(expression) : Of(function, parameters, expression);
    }

    /// <summary>Checks a function that uses parameters, at the parameters' present numbers, which are put back afterwards.</summary>
    /// <typeparam name="T">The element type; <see cref="double"/>, unless a tolerance is given.</typeparam>
    /// <param name="function">The function: it puts the parameters on the tape and returns any array.</param>
    /// <param name="parameters">What to differentiate with respect to.</param>
    /// <param name="expression">Filled in by the compiler: the function's text, for the report.</param>
    /// <returns>A check to be completed and run.</returns>
    public static GradientChecker<T> Of<T>(
        Func<Tape<T>, Variable<T>> function, ReadOnlySpan<Parameter<T>> parameters, [CallerArgumentExpression(nameof(function))] string expression = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T>[] kept = parameters.ToArray();
        return new(kept, expression, new Probe<T>(Array.ConvertAll(kept, parameter => parameter.Shape), (tape, at, inputs) =>
        {
            for (int i = 0; i < kept.Length; i++)
            {
                Precisions<T>.Round(at[i]).CopyTo(kept[i].Write());
                inputs[i] = tape.Use(kept[i]);
            }

            return function(tape);
        }));
    }

    /// <summary>Checks a function of variables at given numbers.</summary>
    /// <typeparam name="T">The element type; <see cref="double"/>, unless a tolerance is given.</typeparam>
    /// <param name="function">The function; it may return any array.</param>
    /// <param name="inputs">Names, shapes and numbers of its inputs.</param>
    /// <param name="expression">Filled in by the compiler: the function's text, for the report.</param>
    /// <returns>A check to be completed and run.</returns>
    public static GradientChecker<T> Of<T>(WorkedFunction<T> function, ReadOnlySpan<Parameter<T>> inputs, [CallerArgumentExpression(nameof(function))] string expression = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T>[] kept = inputs.ToArray();
        return new(kept, expression, Probe<T>.Of(Array.ConvertAll(kept, input => input.Shape), function));
    }

    /// <summary>Checks a function of variables at numbers drawn from intervals.</summary>
    /// <param name="function">The function; it may return any array.</param>
    /// <param name="inputs">Shapes and intervals of its inputs.</param>
    /// <param name="seed">Decides the numbers.</param>
    /// <param name="expression">Filled in by the compiler: the function's text, for the report.</param>
    /// <returns>A check to be completed and run.</returns>
    public static GradientChecker<double> Of(
        WorkedFunction<double> function, ReadOnlySpan<WorkedInput> inputs, int seed = 1, [CallerArgumentExpression(nameof(function))] string expression = "")
    {
        Random random = new(seed);
        Parameter<double>[] drawn = new Parameter<double>[inputs.Length];
        for (int i = 0; i < drawn.Length; i++)
            drawn[i] = new Parameter<double>($"x[{i}]", inputs[i].Shape, Vectors.Draw(random, inputs[i].Shape.Count, inputs[i].Low, inputs[i].High));
        return Of(function, drawn, expression);
    }
}
