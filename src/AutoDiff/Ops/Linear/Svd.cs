using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The reduced singular value decomposition <c>x = U · diag(S) · Vt</c>: U's columns and Vt's rows are orthonormal, S is not negative.</summary>
    /// <param name="x">Matrices <c>[..., rows, columns]</c>; k is the smaller length.</param>
    /// <returns>U <c>[..., rows, k]</c>, the singular values S <c>[..., k]</c>, descending, and Vt <c>[..., k, columns]</c>: all are views of one result.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has fewer than two axes.</exception>
    /// <remarks>
    /// <para>Of each pair of singular vectors and their opposites, the one is chosen where the longer vector's element of largest magnitude is positive (U's, if both are as
    /// long). Of a matrix with an element that is not finite everything is NaN.</para>
    /// <para>Derivative: with <c>P = Uᵀ · xDot · V</c> and <c>F_ij = 1 / (s_j² - s_i²)</c>, <c>SDot_i = P_ii</c>,
    /// <c>UDot = U · (F ∘ (P · S + S · Pᵀ)) + (1 - U · Uᵀ) · xDot · V · S⁻¹</c>, and likewise for V with <c>xDotᵀ</c>; <c>xBar</c> is the transpose of that.</para>
    /// <para>Where singular values are equal, their singular vectors are any basis of a space and have no derivative: F is taken as 0 there; where one is zero, so is
    /// <c>S⁻¹</c> (closer than n rounding errors of the largest counts as equal and as zero). The first derivative of a function of the singular values that treats
    /// equal ones alike, and has slope 0 at 0, is exact nevertheless. Second derivatives go through the singular vectors.</para>
    /// <para>Saves the result. Cost: about <c>40 · rows · columns · k</c> operations a matrix; small singular values are as accurate as large ones, down to 1e-18 of the largest.
    /// Source: Demmel and Veselić (1992); Townsend, "Differentiating the singular value decomposition" (2016).</para>
    /// </remarks>
    public static (Variable<T> U, Variable<T> S, Variable<T> Vt) Svd<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        return AutoDiff.Svd<T>.Split(x.Tape.Apply(default(Svd<T>), x), in shape);
    }
}

// U, then S, then Vt.
internal readonly struct Svd<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Svd";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        .. All(new Shape(3, 3)),
        .. All(new Shape(5, 3)),
        .. All(new Shape(2, 2, 4)),
        .. All(new Shape(1, 3)),
        .. All(new Shape(3, 1)),
        .. All(new Shape(2, 0, 3)),
        .. All(new Shape(3, 0)),

        // x · xᵀ · x, put together again: no choice of singular vectors shows.
        Whole(new Shape(4, 3)),
        Whole(new Shape(2, 3, 4)),
        new("Svd([2])", x => Ops.Svd(x[0]).S, new WorkedInput(new Shape(2))) { Refusal = ["Svd", "not a matrix", "[2]"] },
    ];

    public static (Variable<T> U, Variable<T> S, Variable<T> Vt) Split(Variable<T> packed, in Shape x)
    {
        int k = Math.Min(x[-1], x[-2]);
        Shape u = x.With(-1, k), vt = x.With(-2, k), s = vt.Remove(-1);
        return (Parts.Of(packed, 0, in u), Parts.Of(packed, u.Count, in s), Parts.Of(packed, u.Count + s.Count, in vt));
    }

    public Shape ShapeOf(in Operands<T> inputs)
    {
        ref readonly Shape x = ref inputs[0];
        MatrixShapes.CheckMatrices(Name, in x);
        int k = Math.Min(x[-1], x[-2]);
        return new Shape(Shape.Length((long)MatrixShapes.CountOf(in x) * k * (x[-2] + 1L + x[-1])));
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        int rows = x[-2], columns = x[-1], k = Math.Min(rows, columns), count = MatrixShapes.CountOf(in x);
        Span<T> u = call.Output[..(count * rows * k)], s = call.Output.Slice(u.Length, count * k), vt = call.Output[(u.Length + s.Length)..];
        Workspace<T> workspace = new(JacobiSvd.WorkspaceOf(rows, columns));
        for (int matrix = 0; k > 0 && matrix < count; matrix++)
        {
            JacobiSvd.Decompose(
                rows,
                columns,
                call.Input(0).Slice(matrix * rows * columns, rows * columns),
                u.Slice(matrix * rows * k, rows * k),
                s.Slice(matrix * k, k),
                vt.Slice(matrix * k * columns, k * columns),
                workspace);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        (Variable<T> u, Variable<T> s, Variable<T> vt) = Split(call.Output, in x);
        (Variable<T> uBar, Variable<T> sBar, Variable<T> vtBar) = Split(call.Cotangent, in x);
        (Variable<T> ofRow, Variable<T> ofColumn) = Gaps(s);
        Variable<T> ofU = Ops.MatMul(u, uBar, true, false), ofV = Ops.MatMul(vt, vtBar, false, true);
        Variable<T> inner = ((ofU - Ops.Transpose(ofU)) * ofRow) + (ofColumn * (ofV - Ops.Transpose(ofV)));
        Variable<T> left = Ops.MatMul(u, inner) + (u * MatrixShapes.AsRow(sBar));
        if (x[-2] > x[-1])
            left += (uBar - Ops.MatMul(u, ofU)) * MatrixShapes.AsRow(Resolved<T>.Reciprocal(s));
        Variable<T> xBar = Ops.MatMul(left, vt);
        if (x[-1] > x[-2])
            xBar += Ops.MatMul(u, MatrixShapes.AsColumn(Resolved<T>.Reciprocal(s)) * (vtBar - Ops.MatMul(ofV, vt, true, false)));
        call.Add(0, xBar);
    }

    public void Jvp(in JvpCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        (Variable<T> u, Variable<T> s, Variable<T> vt) = Split(call.Output, in x);
        (Variable<T> ofRow, Variable<T> ofColumn) = Gaps(s);
        Variable<T> turnedV = Ops.MatMul(call.Tangent(0), vt, false, true), p = Ops.MatMul(u, turnedV, true, false), pt = Ops.Transpose(p);
        Variable<T> uDot = Ops.MatMul(u, (p * ofRow) + (ofColumn * pt));
        Variable<T> vtDot = Ops.MatMul((ofColumn * p) + (pt * ofRow), vt, true, false);
        if (x[-2] > x[-1])
            uDot += (turnedV - Ops.MatMul(u, p)) * MatrixShapes.AsRow(Resolved<T>.Reciprocal(s));
        if (x[-1] > x[-2])
            vtDot += MatrixShapes.AsColumn(Resolved<T>.Reciprocal(s)) * (Ops.MatMul(u, call.Tangent(0), true, false) - Ops.MatMul(p, vt));
        call.Add(Parts.Pack(uDot, Ops.Sum(u * turnedV, -2), vtDot));
    }

    public Variable<T> Batch(in BatchCall<T> call)
    {
        (Variable<T> u, Variable<T> s, Variable<T> vt) = Ops.Svd(call.Input(0));
        return Parts.PackEach(call.Size, u, s, vt);
    }

    // s_j / (s_j² - s_i²) and s_i / (s_j² - s_i²) in row i, column j: each a share of the sum divided by the difference, which loses no digits and squares nothing.
    private static (Variable<T> OfRow, Variable<T> OfColumn) Gaps(Variable<T> s)
    {
        Variable<T> row = MatrixShapes.AsRow(s), column = MatrixShapes.AsColumn(s), sum = row + column, gaps = Resolved<T>.ReciprocalGaps(s, row - column);
        return (DivideOrZero<T>.Of(row, sum) * gaps, DivideOrZero<T>.Of(column, sum) * gaps);
    }

    // The diagonals keep the singular values apart.
    private static WorkedCase<T>[] All(Shape shape)
    {
        int rows = shape[-2], columns = shape[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, 2, 3);
        (double[] U, double[] S, double[] Vt) Plain(double[] a) => PlainMatrices.Svd(rows, columns, a);
        return
        [
            new($"Svd({shape}).U", x => Ops.Svd(lift(x[0])).U, new WorkedInput(shape, -0.5, 0.5)) { Ulps = 512, Reference = PlainMatrices.Each(shape, 2, 3, a => Plain(a).U) },
            new($"Svd({shape}).S", x => Ops.Svd(lift(x[0])).S, new WorkedInput(shape, -0.5, 0.5)) { Ulps = 512, Reference = PlainMatrices.Each(shape, 2, 3, a => Plain(a).S) },
            new($"Svd({shape}).Vt", x => Ops.Svd(lift(x[0])).Vt, new WorkedInput(shape, -0.5, 0.5)) { Ulps = 512, Reference = PlainMatrices.Each(shape, 2, 3, a => Plain(a).Vt) },
        ];
    }

    private static WorkedCase<T> Whole(Shape shape)
    {
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, 2, 3);
        return new(
            $"U diag(S³) Vt of {shape}",
            x =>
            {
                (Variable<T> u, Variable<T> s, Variable<T> vt) = Ops.Svd(lift(x[0]));
                return Ops.MatMul(u * MatrixShapes.AsRow(s * s * s), vt);
            },
            new WorkedInput(shape, -1, 1))
        {
            Ulps = 128,
            Reference = PlainMatrices.Each(shape, 2, 3, a =>
            {
                double[] square = PlainMatrices.Multiply(shape[-2], shape[-2], shape[-1], a, PlainMatrices.Transpose(shape[-2], shape[-1], a));
                return PlainMatrices.Multiply(shape[-2], shape[-1], shape[-2], square, a);
            }),
        };
    }
}
