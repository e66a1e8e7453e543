using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The determinants of square matrices. Of large matrices they overflow soon: see <see cref="LogDeterminant"/>.</summary>
    /// <param name="x">Matrices <c>[..., n, n]</c>.</param>
    /// <returns>A number each, <c>[...]</c>; 1 for matrices without elements.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not square.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = sum_ij C_ij · xDot_ij</c>, <c>xBar = yBar · C</c> with the cofactors C of <see cref="Cofactor"/>, which exist for
    /// singular matrices too: the gradient is exact there. Saves nothing. Cost: <c>2/3 · n³</c> operations a matrix.
    /// Source: Jacobi's formula.
    /// </remarks>
    public static Variable<T> Determinant<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Determinant<T>), x);
}

internal readonly struct Determinant<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Determinant";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 3)),
        Case(new Shape(2, 4, 4)),
        Case(new Shape(2, 2, 1, 1)),
        Case(new Shape(2, 2)),
        new("Determinant([2, 0, 0])", x => Ops.Determinant(x[0]), new WorkedInput(new Shape(2, 0, 0))) { Reference = _ => [1, 1] },

        // Rank n - 1 and less, also with equal columns: the cofactors and their derivatives go other ways.
        Singular(3, 2),
        Singular(4, 3),
        Singular(4, 2),
        Singular(3, 0),
        new("Determinant([2, 3])", x => Ops.Determinant(x[0]), new WorkedInput(new Shape(2, 3))) { Refusal = ["Determinant", "not square", "[2, 3]"] },
        new("Determinant([])", x => Ops.Determinant(x[0]), new WorkedInput(Shape.Scalar)) { Refusal = ["Determinant", "not a matrix", "[]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        MatrixShapes.CheckSquare(Name, in inputs[0]);
        return MatrixShapes.Leading(in inputs[0]);
    }

    public void Forward(in ForwardCall<T> call)
    {
        int n = call.InputShape(0)[-1], size = n * n;
        Workspace<T> workspace = new(size + n + Lu.WorkspaceOf(n));
        Span<T> lu = workspace.Take(size), pivots = workspace.Take(n), work = workspace.TakeRest();
        for (int matrix = 0; matrix < call.Output.Length; matrix++)
        {
            call.Input(0).Slice(matrix * size, size).CopyTo(lu);
            Lu.Factor(n, lu, pivots, work);
            call.Output[matrix] = Lu.Determinant<T>(n, lu, pivots);
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, MatrixShapes.AsMatrices(call.Cotangent) * Ops.Cofactor(call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Sum(Ops.Cofactor(call.Input(0)) * call.Tangent(0), [-2, -1]));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Determinant(call.Input(0));

    private static WorkedCase<T> Case(Shape shape)
    {
        int n = shape[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, 2, 0.5);
        return new($"Determinant({shape})", x => Ops.Determinant(lift(x[0])), new WorkedInput(shape, -1, 1))
        {
            Ulps = 128,
            Reference = PlainMatrices.Each(shape, 2, 0.5, a => [PlainMatrices.Determinant(n, a)]),
        };
    }

    // Zeros, and a singular matrix beside them; 1 gives rounding a scale.
    private static WorkedCase<T> Singular(int n, int rank)
    {
        T[] left = Array.ConvertAll(Reference.Elements(n * rank, i => (((7 * i) % 5) - 1.75) / 2), T.CreateChecked);
        T[] right = Array.ConvertAll(Reference.Elements(rank * n, i => (((3 * i) % 7) - 2.5) / 2), T.CreateChecked);
        return new(
            $"1 + Determinant of rank {rank} of {n}",
            x => T.One + Ops.Determinant(x[0] + Ops.MatMul(x[0].Tape.Constant(left, new Shape(n, rank)), x[0].Tape.Constant(right, new Shape(rank, n)))),
            new WorkedInput(new Shape(n, n), 0, 0))
        {
            Ulps = 1 << 10,
            Reference = _ => [1],
        };
    }
}
