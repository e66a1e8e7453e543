using System;
using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.CustomOperation;

/// <summary>
/// The bilinear form <c>s = xᵀ · A · y</c> of every pair of vectors, in one pass: how well x and y go together under A. Composed of a
/// product of matrices, a product of elements and a sum it would keep two arrays of the vectors' size; this keeps none.
/// </summary>
/// <remarks>
/// Everything that the library's own operations have: name, cases, shape rule, kernel, both rules of differentiation and the rule for
/// batches. The rules are written with operations, so derivatives of any order follow.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
public readonly struct Bilinear<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Bilinear";

    /// <summary>The kernel adds to what is there, if asked.</summary>
    public static bool CanAccumulate => true;

    /// <inheritdoc/>
    public static IEnumerable<WorkedCase<T>> Cases => BilinearCases.Of<T>();

    /// <summary>The form of every pair.</summary>
    /// <param name="x">Vectors <c>[..., rows]</c>.</param>
    /// <param name="a">The matrix <c>[rows, columns]</c>.</param>
    /// <param name="y">Vectors <c>[..., columns]</c>.</param>
    /// <returns>The forms <c>[...]</c>.</returns>
    /// <exception cref="ArgumentException">The matrix has not two axes, a vector none, or lengths differ.</exception>
    public static Variable<T> Of(Variable<T> x, Variable<T> a, Variable<T> y) => x.Tape.Apply(default(Bilinear<T>), x, a, y);

    /// <inheritdoc/>
    public Shape ShapeOf(in Operands<T> inputs) => BilinearShapes.Result(inputs[0], inputs[1], inputs[2]);

    /// <inheritdoc/>
    public void Forward(in ForwardCall<T> call) =>
        BilinearKernel.Compute(call.Input(0), call.Input(1), call.Input(2), call.InputShape(1)[0], call.InputShape(1)[1], call.Output, call.Accumulate);

    /// <inheritdoc/>
    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> x = call.Input(0), a = call.Input(1), y = call.Input(2), sBar = Unsqueeze(call.Cotangent, -1);
        if (call.Wants(0) || call.Wants(1))
        {
            Variable<T> weighted = sBar * y;
            if (call.Wants(0))
                call.Add(0, MatMul(weighted, a, transposeB: true));
            if (call.Wants(1))
                call.Add(1, MatMul(Rows(x), Rows(weighted), transposeA: true));
        }

        if (call.Wants(2))
            call.Add(2, MatMul(sBar * x, a));
    }

    /// <inheritdoc/>
    public void Jvp(in JvpCall<T> call)
    {
        // Linear in each input: move one, leave the others.
        for (int i = 0; i < 3; i++)
        {
            if (call.Moves(i))
                call.Add(Of(i == 0 ? call.Tangent(0) : call.Input(0), i == 1 ? call.Tangent(1) : call.Input(1), i == 2 ? call.Tangent(2) : call.Input(2)));
        }
    }

    /// <inheritdoc/>
    public Variable<T> Batch(in BatchCall<T> call)
    {
        Variable<T> x = call.Batched(0), a = call.Input(1), y = call.Batched(2);
        if (!call.IsBatched(1))
            return Of(x, a, y);

        // Every example has its own matrix: one product of matrices for each.
        int examples = call.Size, rows = call.InputShape(1)[0], columns = call.InputShape(1)[1], pairs = call.OutputShape.Count;
        Variable<T> forms = Sum(MatMul(Reshape(x, new Shape(examples, pairs, rows)), a) * Reshape(y, new Shape(examples, pairs, columns)), -1);
        return Reshape(forms, call.OutputShape.Insert(0, examples));
    }
}
