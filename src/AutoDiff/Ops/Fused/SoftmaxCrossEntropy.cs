using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// The surprise, in nats, at each row's target under the row's <see cref="Softmax"/>:
    /// <c>y[...] = log(sum_j e^logits[..., j]) - logits[..., targets[...]]</c>.
    /// </summary>
    /// <param name="logits">Rows of scores <c>[..., classes]</c>, such as <c>[rows, classes]</c>.</param>
    /// <param name="targets">The right class of each row, from 0, row-major. They are copied.</param>
    /// <returns>A loss of 0 or more for each row: the logits' shape without the last axis. Reduce it with <c>Sum</c> or <c>Mean</c>.</returns>
    /// <exception cref="ArgumentException">The logits are a scalar, there is not one target for each row, or a target is not one of the classes.</exception>
    /// <remarks>
    /// Derivative, with p = Softmax(logits): <c>yDot = sum_j p_j · logitsDot_j - logitsDot_target</c>;
    /// <c>logitsBar_j = (p_j - [j = target]) · yBar</c>, in one pass. Saves the logits, the losses and the targets.
    /// Nothing overflows, and adding one number to a row changes nothing. A target of logit -infinity has loss +infinity;
    /// a row with NaN or +infinity gives NaN. To leave a row out, multiply its loss by 0, or <see cref="Gather{T}(Variable{T}, ReadOnlySpan{int})"/> the rows that count.
    /// Source: elementary.
    /// </remarks>
    public static Variable<T> SoftmaxCrossEntropy<T>(Variable<T> logits, ReadOnlySpan<int> targets)
        where T : unmanaged, IFloatingPointIeee754<T> => logits.Tape.Apply(new SoftmaxCrossEntropy<T>(logits.Tape.Keep(targets)), logits);
}

internal readonly struct SoftmaxCrossEntropy<T>(Indices targets) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SoftmaxCrossEntropy";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 5), 0, 4, 4),
        Case(new Shape(4), 2),
        Case(new Shape(2, 2, 3), 1, 0, 2, 2),
        Case(new Shape(2, 1), 0, 0),
        Case(new Shape(0, 3)),
        Case(new Shape(2, 300), 7, 299),
        new("SoftmaxCrossEntropy([2, 3] about 1000, [0, 2])", x => Ops.SoftmaxCrossEntropy(x[0], [0, 2]), new WorkedInput(new Shape(2, 3), 1000, 1005))
        {
            Reference = Losses(3, [0, 2]),
        },
        new("SoftmaxCrossEntropy of x and 0, target x", x => BesideZero(x[0], 0), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(x => Math.Log(1 + Math.Exp(-x))),
            Specials =
            [
                new([double.NegativeInfinity], double.PositiveInfinity) { Slopes = [-1] }, new([double.NaN], double.NaN),
                new([double.PositiveInfinity], double.NaN), new([-1e4], 1e4) { Slopes = [-1] }, new([1e4], 0) { Slopes = [0] },
            ],
        },
        new("SoftmaxCrossEntropy of x and 0, target 0", x => BesideZero(x[0], 1), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(x => Math.Log(1 + Math.Exp(x))),
            Specials = [new([double.NegativeInfinity], 0) { Slopes = [0] }, new([1e4], 1e4) { Slopes = [1] }],
        },
        Refused(new Shape(2, 4), [1, 4], "row 1", "target 4", "4 classes"),
        Refused(new Shape(2, 4), [-1, 0], "row 0", "target -1", "4 classes"),
        Refused(new Shape(2, 4), [1], "2 rows", "1 targets", "[2, 4]"),
        Refused(new Shape(1, 0), [0], "row 0", "0 classes"),
        Refused(Shape.Scalar, [0], "[]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        ref readonly Shape logits = ref inputs[0];
        if (logits.Rank == 0)
            NoClasses();
        Shape y = logits.Remove(-1);
        if (y.Count != targets.Count)
            CountsDiffer(logits, y.Count, targets.Count);
        ReadOnlySpan<int> classes = inputs.Read(targets);
        for (int row = 0; row < classes.Length; row++)
        {
            if ((uint)classes[row] >= (uint)logits[-1])
                NoSuchClass(row, classes[row], logits[-1]);
        }

        return y;
    }

    public void Forward(in ForwardCall<T> call)
    {
        if (!call.Output.IsEmpty)
            SoftmaxKernels.CrossEntropy(call.Input(0), call.InputShape(0)[-1], call.Read(targets), call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, SoftmaxCrossEntropyGradient<T>.Of(call.Cotangent, call.Input(0), call.Output, targets));

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> logitsDot = call.Tangent(0);
        call.Add(Lines.RowSums(Ops.Softmax(call.Input(0)) * logitsDot) - Pick<T>.Of(logitsDot, targets));
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new SoftmaxCrossEntropy<T>(call.Repeat(targets)), call.Input(0));

    private static WorkedCase<T> Case(Shape logits, params int[] targets) =>
        new($"SoftmaxCrossEntropy({logits}, {ShapeErrors.Text(targets)})", x => Ops.SoftmaxCrossEntropy(x[0], targets), new WorkedInput(logits, -3, 3))
        {
            Reference = Losses(logits[-1], targets),
        };

    private static Func<double[][], double[]> Losses(int classes, int[] targets) => inputs => Reference.Elements(
        targets.Length, row => Lines.LogSumExp(inputs[0].AsSpan(row * classes, classes)) - inputs[0][(row * classes) + targets[row]]);

    private static Variable<T> BesideZero(Variable<T> x, int target) => Ops.SoftmaxCrossEntropy(Ops.Stack(0, x, x.Tape.Constant(T.Zero)), [target]);

    private static WorkedCase<T> Refused(Shape logits, int[] targets, params string[] words) =>
        new($"SoftmaxCrossEntropy({logits}, {ShapeErrors.Text(targets)})", x => Ops.SoftmaxCrossEntropy(x[0], targets), new WorkedInput(logits))
        {
            Refusal = ["SoftmaxCrossEntropy", .. words],
        };

    [DoesNotReturn]
    private static void NoClasses() => throw new ArgumentException($"{Name}: no classes: the logits are [], a scalar; need [..., classes].");

    [DoesNotReturn]
    private static void CountsDiffer(Shape logits, int rows, int targets) => throw new ArgumentException(
        $"{Name}: {rows} rows but {targets} targets: the logits are {logits}; need one target for each row.");

    [DoesNotReturn]
    private static void NoSuchClass(int row, int target, int classes) => throw new ArgumentException(
        $"{Name}: target out of range: row {row} has target {target}, but there are {classes} classes; need 0 <= target < {classes}. To leave a row out, multiply its loss by 0.");
}

// v[row] · (p[row, j] - [j = target[row]]) in one pass, where p = e^(x[row, j] - x[row, target] - y[row]) is the softmax if y is the loss.
internal readonly struct SoftmaxCrossEntropyGradient<T>(Indices targets) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SoftmaxCrossEntropyGradient";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 5), 0, 4, 4),
        Case(new Shape(4), 2),
        Case(new Shape(2, 2, 3), 1, 0, 2, 2),
        Case(new Shape(0, 3)),
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x, Variable<T> y, Indices targets) => v.Tape.Apply(new SoftmaxCrossEntropyGradient<T>(targets), v, x, y);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[1];

    public void Forward(in ForwardCall<T> call)
    {
        if (!call.Output.IsEmpty)
            SoftmaxKernels.CrossEntropyGradient(call.Input(1), call.InputShape(1)[-1], call.Read(targets), call.Input(2), call.Input(0), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> w = call.Cotangent, v = call.Input(0), weighted = w * Weights(call.Input(1), call.Input(2)), sums = Lines.RowSums(weighted);
        if (call.Wants(0))
            call.Add(0, sums - Pick<T>.Of(w, targets));
        if (call.Wants(1))
            call.Add(1, (weighted * Lines.Column(v)) - Place<T>.Of(v * sums, targets, w.Shape[-1]));
        if (call.Wants(2))
            call.Add(2, -(v * sums));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> v = call.Input(0), x = call.Input(1), y = call.Input(2);
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), x, y, targets));
        if (call.Moves(1))
        {
            Variable<T> xDot = call.Tangent(1);
            call.Add(Weights(x, y) * (xDot - Lines.Column(Pick<T>.Of(xDot, targets))) * Lines.Column(v));
        }

        if (call.Moves(2))
            call.Add(-(Weights(x, y) * Lines.Column(call.Tangent(2) * v)));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Batched(0), call.Batched(1), call.Batched(2), call.Repeat(targets));

    private Variable<T> Weights(Variable<T> x, Variable<T> y) => Ops.Exp(x - Lines.Column(Pick<T>.Of(x, targets) + y));

    private static WorkedCase<T> Case(Shape x, params int[] targets)
    {
        Shape rows = x.Remove(-1);
        int classes = x[-1];
        return new(
            $"SoftmaxCrossEntropyGradient({x}, {ShapeErrors.Text(targets)})",
            i => Of(i[0], i[1], i[2], i[1].Tape.Keep(targets)),
            new WorkedInput(rows),
            new WorkedInput(x),
            new WorkedInput(rows, 0, 3))
        {
            Reference = inputs => Reference.Elements(x.Count, i =>
            {
                int row = i / classes, target = targets[row];
                double p = Math.Exp(inputs[1][i] - inputs[1][(row * classes) + target] - inputs[2][row]);
                return inputs[0][row] * (p - (i % classes == target ? 1 : 0));
            }),
        };
    }
}
