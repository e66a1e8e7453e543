using System.Collections.Generic;
using static AutoDiff.Ops;

namespace AutoDiff.Properties;

/// <summary>
/// Everything that lines of random programs compute. Operands are of the shapes [], [n], [m, n] and [m, 1], which broadcast with
/// each other; results are of these shapes again, and no larger than about 2 where operands are not.
/// </summary>
public static class StepKinds
{
    /// <summary>All kinds; the simple ones first, since programs shrink towards them.</summary>
    public static IReadOnlyList<StepKind> All { get; } =
    [
        new("({0} + {1}) * 0.5", (a, b, _) => (a + b) * 0.5),
        new("{0} * {1} * 0.5", (a, b, _) => a * b * 0.5),
        new("({0} - {1}) * 0.5", (a, b, _) => (a - b) * 0.5),
        new("{0} * {2}", (a, _, c) => a * c),
        new("Sin({0})", (a, _, _) => Sin(a)),
        new("Tanh({0})", (a, _, _) => Tanh(a)),
        new("Negate({0})", (a, _, _) => Negate(a)),
        new("{0} * {0} * 0.5", (a, _, _) => a * a * 0.5),
        new("{0} / (2d + ({1} * {1}))", (a, b, _) => a / (2d + (b * b))),
        new("(({0} * {1}) + {0}) * 0.3", (a, b, _) => ((a * b) + a) * 0.3),
        new("Cos({0})", (a, _, _) => Cos(a)),
        new("Exp({0} * 0.3)", (a, _, _) => Exp(a * 0.3)),
        new("Log(1.5 + Square({0}))", (a, _, _) => Log(1.5 + Square(a))),
        new("Sqrt(0.5 + Square({0})) * 0.9", (a, _, _) => Sqrt(0.5 + Square(a)) * 0.9),
        new("Sigmoid({0})", (a, _, _) => Sigmoid(a)),
        new("Softplus({0}) * 0.9", (a, _, _) => Softplus(a) * 0.9),
        new("Mean({0})", (a, _, _) => Mean(a)),
        new("LogSumExp({0}) * 0.3", (a, _, _) => LogSumExp(a) * 0.3),
        new("{0} * Detach({1}) * 0.5", (a, b, _) => a * Detach(b) * 0.5, HasConstants: true),
        new("Select(Stack(0, {0}, {0} * 0.5), 0, 1)", (a, _, _) => Select(Stack(0, a, a * 0.5), 0, 1)),
        new("{0}.Shape.Rank == 2 ? Mean({0}, 0) : Tanh({0})", (a, _, _) => a.Shape.Rank == 2 ? Mean(a, 0) : Tanh(a)),
        new("{0}.Shape.Rank == 2 ? Mean({0}, 1, keepAxes: true) : Sin({0})", (a, _, _) => a.Shape.Rank == 2 ? Mean(a, 1, keepAxes: true) : Sin(a)),
        new("{0}.Shape.Rank == 2 ? Transpose(Tanh(Transpose({0}))) : Tanh({0})", (a, _, _) => a.Shape.Rank == 2 ? Transpose(Tanh(Transpose(a))) : Tanh(a)),
        new(
            "{0}.Shape.Rank == 2 && {0}.Shape == {1}.Shape ? MatMul(MatMul({0}, {1}, false, true), {0}) * (0.25 / {0}.Shape.Count) : {0} * {1} * 0.5",
            (a, b, _) => a.Shape.Rank == 2 && a.Shape == b.Shape ? MatMul(MatMul(a, b, false, true), a) * (0.25 / a.Shape.Count) : a * b * 0.5),
        new(
            "{0}.Shape.Rank > 0 && {0}.Shape[0] > 1 ? Concatenate(0, Slice({0}, 0, 1, {0}.Shape[0] - 1), Slice({0}, 0, 0, 1)) : {0} * 0.5",
            (a, _, _) => a.Shape.Rank > 0 && a.Shape[0] > 1 ? Concatenate(0, Slice(a, 0, 1, a.Shape[0] - 1), Slice(a, 0, 0, 1)) : a * 0.5),
        new("{0}.Shape.Rank > 0 ? Softmax({0}) : Sigmoid({0})", (a, _, _) => a.Shape.Rank > 0 ? Softmax(a) : Sigmoid(a)),
        new("Relu({0})", (a, _, _) => Relu(a), HasKinks: true),
        new("Abs({0})", (a, _, _) => Abs(a), HasKinks: true),
        new("Max({0}, {1})", (a, b, _) => Max(a, b), HasKinks: true),
        new("Min({0}, {1})", (a, b, _) => Min(a, b), HasKinks: true),
        new("Clamp({0}, -0.8, 0.9)", (a, _, _) => Clamp(a, -0.8, 0.9), HasKinks: true),
        new("Mean({0}).Item() > {2} ? Sin({0}) : Cos({1})", (a, b, c) => Mean(a).Item() > c ? Sin(a) : Cos(b), HasKinks: true),
        new("Variable<double> {3} = {0}; for (int i = 0; i < 3; i++) {3} = Tanh(({3} * 0.7) + {1});", Recurrence),
        new("Variable<double> {3} = {0}; while (Mean({3}).Item() < 0.4) {3} = ({3} * 0.8) + 0.3;", Climb, HasKinks: true),
    ];

    private static Variable<double> Recurrence(Variable<double> state, Variable<double> input, double c)
    {
        for (int i = 0; i < 3; i++)
            state = Tanh((state * 0.7) + input);
        return state;
    }

    private static Variable<double> Climb(Variable<double> x, Variable<double> unused, double c)
    {
        while (Mean(x).Item() < 0.4)
            x = (x * 0.8) + 0.3;
        return x;
    }
}
