using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Solves <c>op(A) · X = B</c>, or <c>X · op(A) = B</c>, with triangular matrices A; the leading axes broadcast.</summary>
    /// <param name="a">Triangular matrices <c>[..., n, n]</c>; the other triangle is not read.</param>
    /// <param name="b">Right sides <c>[..., n, columns]</c>, or <c>[..., rows, n]</c> if <paramref name="right"/>; or one vector <c>[n]</c>.</param>
    /// <param name="lower">Whether A is the lower triangle, else the upper one.</param>
    /// <param name="transpose">Whether <c>op(A)</c> is <c>Aᵀ</c>, else <c>A</c>; costs no copy.</param>
    /// <param name="unitDiagonal">Whether A's diagonal is taken to be ones, and not read.</param>
    /// <param name="right">Whether A stands to the right of X.</param>
    /// <returns>The solutions X, of <paramref name="b"/>'s shape with the leading axes broadcast.</returns>
    /// <exception cref="ArgumentException">A is not square, the lengths differ, the leading axes do not broadcast, or a diagonal holds a zero.</exception>
    /// <remarks>
    /// Derivative: <c>XDot = op(A)⁻¹ · (BDot - op(ADot) · X)</c>; <c>BBar = op(A)⁻ᵀ · XBar</c>, <c>ABar</c> is the triangle of
    /// <c>-BBar · Xᵀ</c> (transposed with <c>op</c>), zeros elsewhere. Saves A and X. Cost: <c>n² · columns</c> operations a matrix, in
    /// blocks of products for large n. Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
    /// differentiation" (2008), section 2.3.1.
    /// </remarks>
    public static Variable<T> TriangularSolve<T>(Variable<T> a, Variable<T> b, bool lower, bool transpose = false, bool unitDiagonal = false, bool right = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TriangularSolve<T> solve = new(new Triangle(lower, transpose, unitDiagonal), right);
        if (!Systems.Check(nameof(TriangularSolve), a, b, right))
            return a.Tape.Apply(solve, a, b);

        // Asked before the views are made, so that a refusal leaves none behind; one example's numbers say nothing of a batch's.
        if (!a.Tape.IsTracing)
            solve.RefuseZeros(a.Shape, a.Values);
        return Systems.AsVector(a.Tape.Apply(solve, a, Systems.AsMatrix(b, right)), right);
    }
}

internal readonly struct TriangularSolve<T>(Triangle triangle, bool right) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "TriangularSolve";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        .. from variant in Enumerable.Range(0, 16)
           select Case(
               new Shape(3, 3),
               variant / 8 > 0 ? new Shape(2, 3) : new Shape(3, 2),
               new Triangle((variant & 1) > 0, (variant & 2) > 0, (variant & 4) > 0),
               variant / 8 > 0),
        Case(new Shape(2, 3, 3), new Shape(2, 3, 2), new Triangle(true), false),
        Case(new Shape(3, 3), new Shape(2, 3, 2), new Triangle(false), false),
        Case(new Shape(2, 3, 3), new Shape(4, 3), new Triangle(true), true),
        Case(new Shape(2, 1, 2, 2), new Shape(3, 2, 1), new Triangle(false, true), false),
        Case(new Shape(3, 3), new Shape(3), new Triangle(true), false),
        Case(new Shape(2, 3, 3), new Shape(3), new Triangle(true, true), true),
        Case(new Shape(1, 1), new Shape(1, 1), new Triangle(true), false),
        Case(new Shape(0, 0), new Shape(0, 2), new Triangle(true), false),
        Refused(new Shape(3, 2), new Shape(3, 1), 1, "not square", "[3, 2]"),
        Refused(new Shape(3), new Shape(3, 1), 1, "not a matrix", "[3]"),
        Refused(new Shape(3, 3), new Shape(2, 3), 1, "right side", "[3, 3]", "[2, 3]", "rows in b (2)"),
        Refused(new Shape(2, 2, 2), new Shape(3, 2, 2), 1, "broadcast", "[2, 2, 2]", "[3, 2, 2]"),
        Refused(new Shape(2, 2, 2), new Shape(2, 1), 0, "singular", "matrix 0 of [2, 2, 2]", "pivot 0"),
        Refused(new Shape(2, 2), new Shape(2), 0, "singular", "the matrix [2, 2]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Systems.OfSolution(Name, in inputs[0], in inputs[1], right);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape a = ref call.InputShape(0), y = ref call.OutputShape;
        RefuseZeros(a, call.Input(0));
        Broadcast.Copy(in call.InputShape(1), call.Input(1), in y, call.Output);
        int n = a[-1], size = y[-2] * y[-1];
        if (y.Count == 0)
            return;
        Shape leading = MatrixShapes.Leading(in y), leadingA = MatrixShapes.Leading(in a);
        Workspace<T> workspace = new(Blocks.Workspace(n, Math.Max(y[-1], y[-2])));
        Span<T> work = workspace.TakeRest();
        for (int matrix = 0; matrix < leading.Count; matrix++)
        {
            ReadOnlySpan<T> factor = call.Input(0).Slice(Strides.Source(in leading, matrix, in leadingA) * n * n, n * n);
            Span<T> x = call.Output.Slice(matrix * size, size);
            if (right)
                Triangular.SolveRight(n, y[-2], factor, n, triangle, x, n, work);
            else
                Triangular.SolveLeft(n, y[-1], factor, n, triangle, x, y[-1], work);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> a = call.Input(0), x = call.Output, bBar = Apply(a, call.Cotangent, !triangle.Transpose);
        call.Add(1, bBar);
        if (!call.Wants(0))
            return;

        // The cotangent of op(A) is -BBar Xᵀ, or -Xᵀ BBar where A stands on the right.
        Variable<T> aBar = triangle.Transpose
            ? right ? Ops.MatMul(bBar, x, true, false) : Ops.MatMul(x, bBar, false, true)
            : right ? Ops.MatMul(x, bBar, true, false) : Ops.MatMul(bBar, x, false, true);
        call.Add(0, -WeighTriangles<T>.Stored(aBar, triangle));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> a = call.Input(0), x = call.Output;
        if (call.Moves(1))
            call.Add(Apply(a, call.Tangent(1), triangle.Transpose));
        if (!call.Moves(0))
            return;
        Variable<T> aDot = WeighTriangles<T>.Stored(call.Tangent(0), triangle);
        Variable<T> product = right ? Ops.MatMul(x, aDot, false, triangle.Transpose) : Ops.MatMul(aDot, x, triangle.Transpose, false);
        call.Add(-Apply(a, product, triangle.Transpose));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Apply(call.Aligned(0), call.Aligned(1), triangle.Transpose);

    public void RefuseZeros(in Shape shape, ReadOnlySpan<T> a)
    {
        int n = shape[-1];
        for (int matrix = 0; !triangle.Unit && matrix < MatrixShapes.CountOf(in shape); matrix++)
        {
            int zero = Triangular.FirstZero(n, a[(matrix * n * n)..], n);
            if (zero >= 0)
                MatrixShapes.Singular(Name, shape, matrix, zero);
        }
    }

    private Variable<T> Apply(Variable<T> a, Variable<T> b, bool transpose) =>
        a.Tape.Apply(new TriangularSolve<T>(triangle with { Transpose = transpose }, right), a, b);

    // The diagonal is away from zero; the other triangle is not zero, to show that it is not read.
    private static WorkedCase<T> Case(Shape a, Shape b, Triangle triangle, bool right)
    {
        int n = a[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(a, 2, 0.5);
        return new(
            $"TriangularSolve({a}, {b}, {triangle}, right {right})",
            x => Ops.TriangularSolve(lift(x[0]), x[1], triangle.Lower, triangle.Transpose, triangle.Unit, right),
            new WorkedInput(a, -1, 1),
            new WorkedInput(b))
        {
            Ulps = 128,
            Reference = inputs => PlainMatrices.EachPair(a, inputs[0], b, inputs[1], right, (matrix, side, columns) =>
            {
                PlainMatrices.Lift(matrix, n, n, 2, 0.5);
                double[] op = Reference.Elements(n * n, at =>
                {
                    (int i, int j) = triangle.Transpose ? (at % n, at / n) : (at / n, at % n);
                    return i == j ? (triangle.Unit ? 1 : matrix[(i * n) + j]) : i > j == triangle.Lower ? matrix[(i * n) + j] : 0;
                });
                return right
                    ? PlainMatrices.Transpose(n, columns, PlainMatrices.Solve(n, columns, PlainMatrices.Transpose(n, n, op), PlainMatrices.Transpose(columns, n, side)))
                    : PlainMatrices.Solve(n, columns, op, side);
            }),
        };
    }

    private static WorkedCase<T> Refused(Shape a, Shape b, double element, params string[] words) =>
        new(
            FormattableString.Invariant($"TriangularSolve({a}, {b}) of {element}"),
            x => Ops.TriangularSolve(x[0], x[1], lower: true),
            new WorkedInput(a, element, element),
            new WorkedInput(b))
        {
            Refusal = ["TriangularSolve", .. words],
        };
}
