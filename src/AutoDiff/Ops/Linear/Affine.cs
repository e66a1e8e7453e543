using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The affine map <c>y = x · weight + bias</c> in one pass: the bias is where the product is added up.</summary>
    /// <param name="x">Inputs <c>[..., inputs]</c>.</param>
    /// <param name="weight">A matrix <c>[inputs, outputs]</c>.</param>
    /// <param name="bias">Anything that broadcasts to <c>[..., outputs]</c>: a bias <c>[outputs]</c>, or a whole term such as another product.</param>
    /// <returns>Outputs <c>[..., outputs]</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has no axis, the weight is not a matrix, the inner lengths differ, or the bias does not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = xDot·weight + x·weightDot + biasDot</c>; <c>xBar = yBar·weightᵀ</c>,
    /// <c>weightBar = xᵀ·yBar</c> summed over the leading axes, <c>biasBar = yBar</c> summed over the axes it was stretched along.
    /// Saves input and weight. Cost: <c>2 · inputs · outputs</c> operations a row. Source: elementary.
    /// </remarks>
    public static Variable<T> Affine<T>(Variable<T> x, Variable<T> weight, Variable<T> bias)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Affine<T>), x, weight, bias);
}

internal readonly struct Affine<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Affine";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 4), new Shape(4, 5), new Shape(5)),
        Case(new Shape(4), new Shape(4, 5), new Shape(5)),
        Case(new Shape(3, 4), new Shape(4, 5), new Shape(3, 5)),
        Case(new Shape(2, 3, 4), new Shape(4, 5), new Shape(5)),
        Case(new Shape(2, 3, 4), new Shape(4, 5), new Shape(2, 1, 1)),
        Case(new Shape(2, 0), new Shape(0, 3), Shape.Scalar),
        Case(new Shape(2, 130, 2), new Shape(2, 3), new Shape(3)),
        Refused(new Shape(3, 4), new Shape(5, 6), new Shape(6), "inner lengths differ"),
        Refused(new Shape(3, 4), new Shape(2, 4, 5), new Shape(5), "weight"),
        Refused(new Shape(3, 4), new Shape(4, 5), new Shape(4), "bias"),
        Refused(new Shape(3, 4), new Shape(4, 5), new Shape(2, 3, 5), "bias"),
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        ref readonly Shape x = ref inputs[0], weight = ref inputs[1], bias = ref inputs[2];
        if (x.Rank == 0 || weight.Rank != 2)
            NotAnAffineMap(x, weight);
        if (x[-1] != weight[0])
            InnerLengthsDiffer(x, weight);
        Shape y = x.With(-1, weight[1]);
        if (!bias.BroadcastsTo(in y))
            BiasDoesNotFit(bias, y);
        return y;
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape weight = ref call.InputShape(1);
        int inner = weight[0], columns = weight[1], rows = columns == 0 ? 0 : call.OutputShape.Count / columns;
        if (IsRow(in call.InputShape(2), columns) && !call.Accumulate)
        {
            MatrixProduct.MultiplyOnto(rows, columns, inner, call.Input(0), inner, call.Input(1), columns, call.Input(2), call.Output, columns);
            return;
        }

        Broadcast.Copy(in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);
        MatrixProduct.Multiply(rows, columns, inner, call.Input(0), inner, false, call.Input(1), columns, false, call.Output, columns, accumulate: true);
    }

    public void Vjp(in VjpCall<T> call)
    {
        ref readonly Shape weight = ref call.InputShape(1);
        int inner = weight[0], columns = weight[1], rows = inner * columns == 0 ? 0 : call.InputShape(0).Count / inner;
        if (AffinePass.IsInBlocks<T>(rows, inner, columns) && IsRow(in call.InputShape(2), columns) && call.MayOpen)
        {
            SequenceSize size = AffinePass.SizeOf(rows, inner, columns);
            SequenceInput<T> input = new(in size, call.Input(0).Values, call.Input(1).Values, default);
            SequenceTargets<T> targets = new()
            {
                Source = SequenceRules.Open(in call, 0),
                InputWeights = SequenceRules.Open(in call, 1),
                InputBias = SequenceRules.Open(in call, 2),
            };
            AffinePass.Backward(in size, in input, call.Cotangent.Values, targets);
            return;
        }

        Variable<T> yBar = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, Ops.Reshape(Ops.MatMul(Ops.Rows(yBar), call.Input(1), false, true), call.InputShape(0)));
        if (call.Wants(1))
            call.Add(1, Ops.MatMul(Ops.Rows(call.Input(0)), Ops.Rows(yBar), true, false));
        call.Add(2, yBar);
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T>? sum = call.Moves(2) ? call.Tangent(2) : null;
        if (call.Moves(1))
            sum = PlusProduct(sum, call.Input(0), call.Tangent(1));
        if (call.Moves(0))
            sum = PlusProduct(sum, call.Tangent(0), call.Input(1));
        if (sum is { } tangent)
            call.Add(tangent);
    }

    public Variable<T> Batch(in BatchCall<T> call)
    {
        if (call.IsBatched(0) && !call.IsBatched(1))
            return Ops.Affine(call.Input(0), call.Input(1), call.Aligned(2));
        ref readonly Shape x = ref call.InputShape(0);
        Shape rows = new(x.CountOf(0, x.Rank - 1), x[-1]), y = call.OutputShape;
        Variable<T> product = Ops.MatMul(Ops.Reshape(call.Input(0), call.IsBatched(0) ? rows.Insert(0, call.Size) : rows), call.Input(1));
        return Ops.Reshape(product, product.Shape.Rank > 2 ? y.Insert(0, call.Size) : y) + call.Aligned(2);
    }

    // Whether the bias is one row, the same for all of the result's.
    private static bool IsRow(in Shape bias, int columns) => bias.Rank > 0 && bias[-1] == columns && bias.Count == columns;

    // The product is added up where the sum so far stands.
    private static Variable<T> PlusProduct(Variable<T>? sum, Variable<T> x, Variable<T> weight) =>
        sum is { } bias ? Ops.Affine(x, weight, bias) : Ops.Reshape(Ops.MatMul(Ops.Rows(x), weight), x.Shape.With(-1, weight.Shape[1]));

    private static WorkedCase<T> Case(Shape x, Shape weight, Shape bias)
    {
        Shape y = x.With(-1, weight[1]), rows = new(x.Count / Math.Max(1, x[-1]), x[-1]);
        return new($"Affine({x}, {weight}, {bias})", v => Ops.Affine(v[0], v[1], v[2]), new WorkedInput(x), new WorkedInput(weight), new WorkedInput(bias))
        {
            Reference = inputs =>
            {
                double[] product = x[-1] == 0 ? new double[y.Count] : MatrixShapes.ReferenceProduct(rows, inputs[0], false, weight, inputs[1], false);
                return Reference.Elements(y.Count, i => product[i] + inputs[2][Reference.Source(y, i, bias)]);
            },
        };
    }

    private static WorkedCase<T> Refused(Shape x, Shape weight, Shape bias, string words) =>
        new($"Affine({x}, {weight}, {bias})", v => Ops.Affine(v[0], v[1], v[2]), new WorkedInput(x), new WorkedInput(weight), new WorkedInput(bias))
        {
            Refusal = ["Affine", words],
        };

    [DoesNotReturn]
    private static void NotAnAffineMap(Shape x, Shape weight) => throw new ArgumentException(
        $"{Name}: the weight is not a matrix, or the input has no axis: x is {x}, weight is {weight}; "
            + "need x [..., inputs] and weight [inputs, outputs]. Use MatMul for batches of matrices.");

    [DoesNotReturn]
    private static void InnerLengthsDiffer(Shape x, Shape weight) => throw new ArgumentException(
        $"{Name}: inner lengths differ: x is {x}, weight is {weight}; need x's last length ({x[-1]}) = weight's first ({weight[0]}). Transpose the weight?");

    [DoesNotReturn]
    private static void BiasDoesNotFit(Shape bias, Shape y) => throw new ArgumentException(
        $"{Name}: the bias does not broadcast to the result: bias is {bias}, the result {y} with weight columns {y[-1]}; "
            + $"need a bias of {y[-1]} elements, or one that stretches to {y}.");
}
