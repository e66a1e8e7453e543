using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Checking;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace AutoDiff.Properties;

/// <summary>
/// Runs properties: over seeds, or over anything that can be generated. Runs are the same every time; the environment variable
/// AUTODIFF_CASES asks for more cases for each property, AUTODIFF_SEED for others.
/// </summary>
public static class Check
{
    /// <summary>How many cases AUTODIFF_CASES asks for; null where it is not set.</summary>
    public static int? Cases { get; } = Number("AUTODIFF_CASES");

    /// <summary>What everything is generated from: AUTODIFF_SEED, or 1.</summary>
    public static int Seed { get; } = Number("AUTODIFF_SEED") ?? 1;

    /// <summary>Fails if a property is broken for some value, with the smallest one that was found.</summary>
    /// <typeparam name="TValue">What is generated.</typeparam>
    /// <param name="values">Where values come from, and how they shrink.</param>
    /// <param name="property">Returns null where the property holds, else what is broken; it may throw instead.</param>
    /// <param name="cases">How many values are tried, unless AUTODIFF_CASES says otherwise.</param>
    /// <exception cref="PropertyException">The property is broken.</exception>
    public static void All<TValue>(Arbitrary<TValue> values, Func<TValue, string?> property, int cases = 20)
    {
        Replay replay = new(new Rnd((ulong)Seed), FSharpOption<int>.None);
        Config config = Config.QuickThrowOnFailure.WithMaxTest(Cases ?? cases).WithReplay(FSharpOption<Replay>.Some(replay)).WithQuietOnSuccess(true);
        FsCheck.Check.One(config, Prop.ForAll(values, value =>
        {
            if (property(value) is string broken)
                throw new PropertyException(broken);
        }));
    }

    /// <summary>Fails if a property is broken for some seed. Seeds do not shrink: a smaller number is no simpler case.</summary>
    /// <param name="property">Returns null where the property holds, else what is broken; it may throw instead.</param>
    /// <param name="cases">How many seeds are tried, unless AUTODIFF_CASES says otherwise.</param>
    /// <exception cref="PropertyException">The property is broken.</exception>
    public static void Seeds(Func<int, string?> property, int cases = 5) =>
        All(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property, cases);

    /// <summary>
    /// Checks the derivatives of a model at random numbers: against finite differences, forward mode and to second order. A failure is
    /// reported with the simplest numbers that show it. The parameters' own numbers are put back.
    /// </summary>
    /// <param name="model">The model: it uses the parameters on the tape and returns a loss, or any array.</param>
    /// <param name="parameters">What to differentiate with respect to; null for every parameter that the model uses.</param>
    /// <param name="low">The smallest number tried.</param>
    /// <param name="high">The largest number tried.</param>
    /// <param name="cases">How many times numbers are drawn, unless AUTODIFF_CASES says otherwise.</param>
    /// <param name="expression">Filled in by the compiler: the model's text, for the report.</param>
    /// <exception cref="PropertyException">A derivative is wrong; the text holds the C# that shows it again.</exception>
    /// <example><code>Check.Model(tape => Loss(model, tape));</code></example>
    public static void Model(
        Func<Tape<double>, Variable<double>> model,
        Parameter<double>[]? parameters = null,
        double low = -1,
        double high = 1,
        int cases = 5,
        [CallerArgumentExpression(nameof(model))] string expression = "") =>
        Weights(parameters ?? Parameters(model), low, high, cases, weights => GradientCheck.Of(model, weights, expression));

    /// <summary>
    /// Checks the derivatives of a model at random numbers and on random samples, such as sequences: a failure is reported with the
    /// smallest sample and the simplest numbers that show it. The parameters' own numbers are put back.
    /// </summary>
    /// <typeparam name="TSample">What the model is given.</typeparam>
    /// <param name="samples">Where samples come from, and how they shrink.</param>
    /// <param name="model">The model: it uses the parameters on the tape and returns a loss, or any array.</param>
    /// <param name="parameters">What to differentiate with respect to.</param>
    /// <param name="low">The smallest number tried.</param>
    /// <param name="high">The largest number tried.</param>
    /// <param name="cases">How many times numbers and samples are drawn, unless AUTODIFF_CASES says otherwise.</param>
    /// <param name="expression">Filled in by the compiler: the model's text, for the report.</param>
    /// <exception cref="PropertyException">A derivative is wrong; the text holds the C# that shows it again.</exception>
    /// <example><code>Check.Model(Arbitraries.Sequences(features: 3), (tape, sequence) => Loss(cell, sequence.On(tape)), [.. cell.Parameters]);</code></example>
    public static void Model<TSample>(
        Arbitrary<TSample> samples,
        Func<Tape<double>, TSample, Variable<double>> model,
        Parameter<double>[] parameters,
        double low = -1,
        double high = 1,
        int cases = 5,
        [CallerArgumentExpression(nameof(model))] string expression = "")
    {
        Arbitrary<(double[][] Numbers, TSample Sample)> both = Arb.From(
            Arbitraries.Inputs(Inputs(parameters, low, high)).Generator.SelectMany(numbers => samples.Generator.Select(sample => (numbers, sample))),
            pair => samples.Shrinker(pair.Item2)
                .Select(sample => (pair.Item1, sample))
                .Concat(Arbitraries.Inputs(Inputs(parameters, low, high)).Shrinker(pair.Item1).Select(numbers => (numbers, pair.Item2))));
        Restoring(parameters, () => All(both, pair => Broken(parameters, pair.Numbers, GradientCheck.Of(tape => model(tape, pair.Sample), parameters, expression)) is string broken
            ? FormattableString.Invariant($"{broken}\nwith the sample\n{pair.Sample}") : null, cases));
    }

    /// <summary>Checks the derivatives of a function at random numbers inside its inputs' intervals.</summary>
    /// <param name="function">The function; it may return any array.</param>
    /// <param name="inputs">Shapes and intervals of its inputs.</param>
    /// <param name="cases">How many times numbers are drawn, unless AUTODIFF_CASES says otherwise.</param>
    /// <param name="expression">Filled in by the compiler: the function's text, for the report.</param>
    /// <exception cref="PropertyException">A derivative is wrong; the text holds the C# that shows it again.</exception>
    /// <example><code>Check.Function(x => Log(x[0]) * x[1], [new WorkedInput(new Shape(3), 0.1, 5), new WorkedInput(new Shape(3))]);</code></example>
    public static void Function(WorkedFunction<double> function, WorkedInput[] inputs, int cases = 5, [CallerArgumentExpression(nameof(function))] string expression = "")
    {
        Parameter<double>[] parameters = [.. inputs.Select((input, i) => new Parameter<double>(string.Create(CultureInfo.InvariantCulture, $"x[{i}]"), input.Shape))];
        All(Arbitraries.Inputs(inputs), numbers => Broken(parameters, numbers, GradientCheck.Of(function, parameters, expression)), cases);
    }

    /// <summary>Checks all laws on all worked cases of an operation, with inputs drawn from seeds.</summary>
    /// <typeparam name="TOperation">The operation.</typeparam>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="cases">How many times inputs are drawn, unless AUTODIFF_CASES says otherwise.</param>
    /// <exception cref="LawException">A law is broken, or the operation has no cases.</exception>
    public static void Operation<TOperation, T>(int cases = 5)
        where TOperation : struct, IOperation<T>
        where T : unmanaged, IFloatingPointIeee754<T> => Laws.Assert<TOperation, T>(Cases ?? cases);

    private static void Weights(Parameter<double>[] parameters, double low, double high, int cases, Func<Parameter<double>[], GradientChecker<double>> check) =>
        Restoring(parameters, () => All(Arbitraries.Inputs(Inputs(parameters, low, high)), numbers => Broken(parameters, numbers, check(parameters)), cases));

    private static WorkedInput[] Inputs(Parameter<double>[] parameters, double low, double high) =>
        Array.ConvertAll(parameters, parameter => new WorkedInput(parameter.Shape, low, high));

    private static Parameter<double>[] Parameters(Func<Tape<double>, Variable<double>> model)
    {
        using Tape<double> tape = new();
        model(tape);
        return tape.ParametersInUse();
    }

    private static string? Broken(Parameter<double>[] parameters, double[][] numbers, GradientChecker<double> check)
    {
        for (int i = 0; i < numbers.Length; i++)
            numbers[i].CopyTo(parameters[i].Write());
        GradientReport report = check.AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Seed(Seed).Report();
        return report.Passed ? null : report.ToString();
    }

    private static void Restoring(Parameter<double>[] parameters, Action action)
    {
        double[][] own = Array.ConvertAll(parameters, parameter => parameter.Values.ToArray());
        try
        {
            action();
        }
        finally
        {
            for (int i = 0; i < own.Length; i++)
                own[i].CopyTo(parameters[i].Write());
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;
}
