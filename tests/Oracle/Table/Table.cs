using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AutoDiff.Oracle;

// Every operation that PyTorch has too. A line names our call, what PyTorch is asked, and shapes with the range that values are
// drawn from. The operation is the first one that the call names. Values are drawn so that kinks and jumps are met with
// probability 0; inputs of matrix functions are prepared on both sides by functions of one name.
internal static partial class Table<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // PyTorch's trigamma, which is the slope of its digamma and the curvature of its lgamma.
    private const double TrigammaError = 2e-9;

    // PyTorch's hardsigmoid has the slope 1/6 rounded to single precision.
    private const double SixthError = 3.1e-8;

    private static readonly Shape[] Shapes = [new(), new(5), new(3, 4), new(2, 1, 3), new(37)];

    private static readonly (Shape A, Shape B)[] Pairs =
        [(new(), new()), (new(3, 4), new(3, 4)), (new(3, 4), new(4)), (new(3, 1), new(1, 4)), (new(), new(5)), (new(2, 1, 3), new(4, 1)), (new(37), new(37))];

    public static IReadOnlyList<Case<T>> Cases { get; } =
    [
        .. Pointwise,
        .. Reductions,
        .. Scans,
        .. Shaping,
        .. Indexing,
        .. Linear,
        .. Fused,
        .. Recurrent,
        .. Windows,
        .. Normalised,
    ];

    private static T N(double value) => T.CreateChecked(value);

    private static WorkedInput In(params ReadOnlySpan<int> lengths) => new(new Shape(lengths));

    private static WorkedInput In(ReadOnlySpan<int> lengths, double low, double high) => new(new Shape(lengths), low, high);

    private static Case<T> Row(WorkedFunction<T> function, string expression, WorkedInput[] inputs, [CallerArgumentExpression(nameof(function))] string call = "") =>
        new(FirstOperation().Match(call).Groups[1].Value, function, expression, inputs);

    private static IEnumerable<Case<T>> Unary(
        Func<Variable<T>, Variable<T>> function,
        string expression,
        double low = -2,
        double high = 2,
        [CallerArgumentExpression(nameof(function))] string call = "") =>
        Shapes.Select(shape => Row(x => function(x[0]), expression, [new(shape, low, high)], call));

    // Beyond the bounds PyTorch is wrong, not we; the page says how that is known.
    private static IEnumerable<Case<T>> Inexact(double theirError, IEnumerable<Case<T>> cases) => cases.Select(row => row with { TheirError = theirError });

    private static IEnumerable<Case<T>> Binary(
        Func<Variable<T>, Variable<T>, Variable<T>> function,
        string expression,
        double lowA = -2,
        double highA = 2,
        double lowB = -2,
        double highB = 2,
        [CallerArgumentExpression(nameof(function))] string call = "") =>
        Pairs.Select(pair => Row(x => function(x[0], x[1]), expression, [new(pair.A, lowA, highA), new(pair.B, lowB, highB)], call));

    // All three overloads of a reduction; {dim} and {keep} in the expression are the axes and whether they stay.
    private static IEnumerable<Case<T>> Reduction(
        Func<Variable<T>, Variable<T>> all,
        Func<Variable<T>, int, bool, Variable<T>> axis,
        Func<Variable<T>, ReadOnlySpan<int>, bool, Variable<T>> axes,
        string expression,
        [CallerArgumentExpression(nameof(all))] string call = "")
    {
        yield return Row(x => all(x[0]), Asked("0,", false), [In(7)], call);
        yield return Row(x => all(x[0]), Asked("0, 1", false), [In(3, 4)], call);
        yield return Row(x => axis(x[0], 0, false), Asked("0,", false), [In(3, 4)], call);
        yield return Row(x => axis(x[0], -1, true), Asked("1,", true), [In(3, 4)], call);
        yield return Row(x => axis(x[0], 1, false), Asked("1,", false), [In(2, 17, 3)], call);
        yield return Row(x => axes(x[0], [0, -1], false), Asked("0, 2", false), [In(2, 3, 4)], call);
        yield return Row(x => axes(x[0], [1, 2], true), Asked("1, 2", true), [In(2, 3, 4)], call);

        string Asked(string dim, bool keep) =>
            expression.Replace("{dim}", $"({dim})", StringComparison.Ordinal).Replace("{keep}", keep ? "True" : "False", StringComparison.Ordinal);
    }

    // A scan along several axes in both directions; PyTorch's run forwards along {dim} only.
    private static IEnumerable<Case<T>> Scan(Func<Variable<T>, int, bool, Variable<T>> scan, string expression, [CallerArgumentExpression(nameof(scan))] string call = "") =>
        from input in (WorkedInput[])[In(6), In(3, 4), In(2, 9, 3)]
        from axis in Enumerable.Range(0, input.Shape.Rank)
        from reverse in (bool[])[false, true]
        let forwards = expression.Replace("{dim}", axis.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        select Row(x => scan(x[0], axis, reverse), reverse ? $"backwards(lambda a: {forwards}, a, {axis})" : forwards, [input], call);

    [GeneratedRegex(@"\bOps\.(\w+)")]
    private static partial Regex FirstOperation();
}
