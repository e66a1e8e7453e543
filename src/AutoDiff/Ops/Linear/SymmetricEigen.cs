using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Eigenvalues and eigenvectors of symmetric matrices: <c>x = V · diag(λ) · Vᵀ</c> with orthogonal V.</summary>
    /// <param name="x">Symmetric matrices <c>[..., n, n]</c>. Of others the symmetric part <c>(x + xᵀ) / 2</c> is taken.</param>
    /// <returns>The eigenvalues λ <c>[..., n]</c>, ascending, and the eigenvectors V <c>[..., n, n]</c>, one in each column: both are views of one result.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not square.</exception>
    /// <remarks>
    /// <para>Of each eigenvector and its opposite, the one is chosen whose element of largest magnitude is positive. Of a matrix with an element that is
    /// not finite everything is NaN.</para>
    /// <para>Derivative: with <c>P = Vᵀ · xDot · V</c>, <c>λDot_i = P_ii</c>, <c>VDot = V · (F ∘ P)</c>, <c>F_ij = 1 / (λ_j - λ_i)</c>;
    /// <c>xBar = V · (diag(λBar) + F ∘ (M - Mᵀ) / 2) · Vᵀ</c> with <c>M = Vᵀ · VBar</c>, a symmetric matrix.</para>
    /// <para>Where eigenvalues are equal (closer than n rounding errors of the largest), their eigenvectors are any basis of a space and have no derivative: F is
    /// taken as 0 there. The first derivative of a function of the eigenvalues that treats equal ones alike is exact nevertheless; of a function of eigenvectors that
    /// does not depend on the choice of the basis, what flows through the pairs of equal eigenvalues is missing. Near such points the derivative of the
    /// eigenvectors is as large as the gap is small. Second derivatives go through the eigenvectors.</para>
    /// <para>Saves λ and V. Cost: about <c>9 · n³</c> operations a matrix. Source: Golub and Van Loan, section 8.3; Giles (2008), section 3.1.</para>
    /// </remarks>
    public static (Variable<T> Values, Variable<T> Vectors) SymmetricEigen<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        return AutoDiff.SymmetricEigen<T>.Split(x.Tape.Apply(default(SymmetricEigen<T>), x), in shape);
    }
}

// The eigenvalues, then the eigenvectors.
internal readonly struct SymmetricEigen<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SymmetricEigen";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        .. Both(new Shape(3, 3)),
        .. Both(new Shape(2, 5, 5)),
        .. Both(new Shape(2, 2)),
        .. Both(new Shape(1, 1)),
        .. Both(new Shape(2, 0, 0)),

        // The square of a matrix, put together again from its eigenvalues: no choice of eigenvectors shows.
        new("V diag(λ²) Vᵀ", x => Squared(x[0]), new WorkedInput(new Shape(3, 3)))
        {
            Ulps = 128,
            Reference = PlainMatrices.Each(new Shape(3, 3), 0, 0, a => PlainMatrices.Multiply(3, 3, 3, PlainMatrices.Symmetric(3, a), PlainMatrices.Symmetric(3, a))),
        },
        new("SymmetricEigen([2, 3])", x => Ops.SymmetricEigen(x[0]).Values, new WorkedInput(new Shape(2, 3))) { Refusal = ["SymmetricEigen", "not square", "[2, 3]"] },
        new("SymmetricEigen([2])", x => Ops.SymmetricEigen(x[0]).Values, new WorkedInput(new Shape(2))) { Refusal = ["SymmetricEigen", "not a matrix", "[2]"] },
    ];

    public static (Variable<T> Values, Variable<T> Vectors) Split(Variable<T> packed, in Shape x)
    {
        Shape values = x.Remove(-1);
        return (Parts.Of(packed, 0, in values), Parts.Of(packed, values.Count, in x));
    }

    public Shape ShapeOf(in Operands<T> inputs)
    {
        MatrixShapes.CheckSquare(Name, in inputs[0]);
        return new Shape(Shape.Length((long)inputs[0].Count + inputs[0].Remove(-1).Count));
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        int n = x[-1], size = n * n, count = MatrixShapes.CountOf(in x);
        Span<T> values = call.Output[..(n * count)], vectors = call.Output[(n * count)..];
        Workspace<T> workspace = new(size + SymmetricQl.WorkspaceOf(n));
        Span<T> symmetric = workspace.Take(size);
        for (int matrix = 0; size > 0 && matrix < count; matrix++)
        {
            Rows.SymmetricPart(n, call.Input(0).Slice(matrix * size, size), symmetric);
            SymmetricQl.Decompose(n, symmetric, values.Slice(matrix * n, n), vectors.Slice(matrix * size, size), workspace);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        (Variable<T> values, Variable<T> v) = Split(call.Output, in call.InputShape(0));
        (Variable<T> valuesBar, Variable<T> vBar) = Split(call.Cotangent, in call.InputShape(0));
        Variable<T> m = Ops.MatMul(v, vBar, true, false);
        Variable<T> inner = Gaps(values) * (m - Ops.Transpose(m)) * (T.One / (T.One + T.One));
        call.Add(0, Ops.MatMul(Ops.MatMul(v, inner) + (v * MatrixShapes.AsRow(valuesBar)), v, false, true));
    }

    public void Jvp(in JvpCall<T> call)
    {
        (Variable<T> values, Variable<T> v) = Split(call.Output, in call.InputShape(0));
        Variable<T> turned = Ops.MatMul(WeighTriangles<T>.SymmetricPart(call.Tangent(0)), v);
        Variable<T> vectorsDot = Ops.MatMul(v, Gaps(values) * Ops.MatMul(v, turned, true, false));
        call.Add(Parts.Pack(Ops.Sum(v * turned, -2), vectorsDot));
    }

    public Variable<T> Batch(in BatchCall<T> call)
    {
        (Variable<T> values, Variable<T> vectors) = Ops.SymmetricEigen(call.Input(0));
        return Parts.PackEach(call.Size, values, vectors);
    }

    private static Variable<T> Gaps(Variable<T> values) => Resolved<T>.ReciprocalGaps(values, MatrixShapes.AsRow(values) - MatrixShapes.AsColumn(values));

    private static Variable<T> Squared(Variable<T> x)
    {
        (Variable<T> values, Variable<T> vectors) = Ops.SymmetricEigen(x);
        return Ops.MatMul(vectors * MatrixShapes.AsRow(values * values), vectors, false, true);
    }

    // The diagonals keep the eigenvalues apart.
    private static WorkedCase<T>[] Both(Shape shape)
    {
        int n = shape[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, -4, 3);
        return
        [
            new($"SymmetricEigen({shape}).Values", x => Ops.SymmetricEigen(lift(x[0])).Values, new WorkedInput(shape, -1, 1))
            {
                Ulps = 128,
                Reference = PlainMatrices.Each(shape, -4, 3, a => PlainMatrices.Eigen(n, PlainMatrices.Symmetric(n, a)).Values),
            },
            new($"SymmetricEigen({shape}).Vectors", x => Ops.SymmetricEigen(lift(x[0])).Vectors, new WorkedInput(shape, -1, 1))
            {
                Ulps = 256,
                Reference = PlainMatrices.Each(shape, -4, 3, a => PlainMatrices.Eigen(n, PlainMatrices.Symmetric(n, a)).Vectors),
            },
        ];
    }
}
