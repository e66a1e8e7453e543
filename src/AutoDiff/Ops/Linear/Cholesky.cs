using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The Cholesky factors: the lower triangular L with a positive diagonal and <c>A = L · Lᵀ</c>.</summary>
    /// <param name="x">Symmetric positive definite matrices <c>[..., n, n]</c>. Of others the symmetric part <c>(x + xᵀ) / 2</c> is factored.</param>
    /// <returns>The factors L <c>[..., n, n]</c>, zeros above the diagonal.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="x"/> is not square, or a symmetric part is not positive definite; the text says which leading minor is the first that is not positive.
    /// </exception>
    /// <remarks>
    /// Derivative: <c>LDot = L · Φ(L⁻¹ · ADot · L⁻ᵀ)</c>, <c>ABar = L⁻ᵀ · Φ(Lᵀ · LBar) · L⁻¹</c>, made symmetric, where Φ takes the lower triangle
    /// and half the diagonal. The gradient is symmetric, as that of a function of the symmetric part must be. Saves L.
    /// Cost: <c>n³ / 3</c> operations a matrix. Source: Golub and Van Loan, section 4.2; Murray, "Differentiation of the Cholesky
    /// decomposition" (2016).
    /// </remarks>
    public static Variable<T> Cholesky<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Cholesky<T>), x);
}

internal readonly struct Cholesky<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Cholesky";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 3)),
        Case(new Shape(2, 4, 4)),
        Case(new Shape(1, 1)),
        Case(new Shape(2, 0, 0)),
        Refused(new Shape(3, 2), 1, "not square", "[3, 2]"),
        Refused(new Shape(3), 1, "not a matrix", "[3]"),
        Refused(new Shape(3, 3), 1, "not positive definite", "the matrix [3, 3]", "order 2"),
        Refused(new Shape(2, 2, 2), -1, "not positive definite", "matrix 0 of [2, 2, 2]", "order 1"),
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        MatrixShapes.CheckSquare(Name, in inputs[0]);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape shape = ref call.OutputShape;
        int n = shape[-1], size = n * n;
        Workspace<T> workspace = new(CholeskyFactor.WorkspaceOf(n));
        Span<T> work = workspace.TakeRest();
        for (int start = 0; start < call.Output.Length; start += size)
        {
            Span<T> l = call.Output.Slice(start, size);
            Rows.SymmetricPart(n, call.Input(0).Slice(start, size), l);
            int order = CholeskyFactor.Factor(n, l, work);
            if (order > 0)
                NotPositiveDefinite(shape, start / size, order);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> l = call.Output, inner = WeighTriangles<T>.LowerHalf(Ops.MatMul(l, call.Cotangent, true, false));
        Variable<T> left = Ops.TriangularSolve(l, inner, lower: true, transpose: true);
        call.Add(0, WeighTriangles<T>.SymmetricPart(Ops.TriangularSolve(l, left, lower: true, right: true)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> l = call.Output, left = Ops.TriangularSolve(l, WeighTriangles<T>.SymmetricPart(call.Tangent(0)), lower: true);
        call.Add(Ops.MatMul(l, WeighTriangles<T>.LowerHalf(Ops.TriangularSolve(l, left, lower: true, transpose: true, right: true))));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Cholesky(call.Input(0));

    private static WorkedCase<T> Case(Shape shape)
    {
        int n = shape[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, 4, 0.5);
        return new($"Cholesky({shape})", x => Ops.Cholesky(lift(x[0])), new WorkedInput(shape, -1, 1))
        {
            Reference = PlainMatrices.Each(shape, 4, 0.5, a => PlainMatrices.Cholesky(n, PlainMatrices.Symmetric(n, a))),
        };
    }

    private static WorkedCase<T> Refused(Shape shape, double element, params string[] words) =>
        new(FormattableString.Invariant($"Cholesky({shape}) of {element}"), x => Ops.Cholesky(x[0]), new WorkedInput(shape, element, element)) { Refusal = ["Cholesky", .. words] };

    [DoesNotReturn]
    private static void NotPositiveDefinite(Shape shape, int matrix, int order) => throw new ArgumentException(
        $"{Name}: not positive definite: the leading minor of order {order} of {MatrixShapes.Which(in shape, matrix)} is not positive; "
            + $"need all {shape[-1]} of them positive. Add a small multiple of the identity?");
}
