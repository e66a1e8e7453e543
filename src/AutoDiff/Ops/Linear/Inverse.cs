using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The inverse matrices. For <c>A⁻¹ · b</c>, <see cref="Solve"/> is faster and more accurate.</summary>
    /// <param name="x">Regular matrices <c>[..., n, n]</c>.</param>
    /// <returns>The inverses <c>[..., n, n]</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not square, or a matrix is singular.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = -y · xDot · y</c>; <c>xBar = -yᵀ · yBar · yᵀ</c>. Saves the inverse. Cost: <c>8/3 · n³</c> operations a matrix.
    /// Singular is what has an exact zero as a pivot, as in <see cref="Solve"/>. Source: Giles (2008), section 2.2.3.
    /// </remarks>
    public static Variable<T> Inverse<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Inverse<T>), x);
}

internal readonly struct Inverse<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Inverse";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 3)),
        Case(new Shape(2, 4, 4)),
        Case(new Shape(1, 1)),
        Case(new Shape(2, 0, 0)),
        Refused(new Shape(2, 3), 1, "not square", "[2, 3]"),
        Refused(new Shape(4), 1, "not a matrix", "[4]"),
        Refused(new Shape(2, 2), 1, "singular", "the matrix [2, 2]", "pivot 1"),
        Refused(new Shape(2, 2, 2), 0, "singular", "matrix 0 of [2, 2, 2]"),
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
        Workspace<T> workspace = new(size + n + Lu.WorkspaceOf(n));
        Span<T> lu = workspace.Take(size), pivots = workspace.Take(n), work = workspace.TakeRest();
        for (int start = 0; start < call.Output.Length; start += size)
        {
            call.Input(0).Slice(start, size).CopyTo(lu);
            Lu.Factor(n, lu, pivots, work);
            int zero = Triangular.FirstZero<T>(n, lu, n);
            if (zero >= 0)
                MatrixShapes.Singular(Name, shape, start / size, zero);
            Span<T> y = call.Output.Slice(start, size);
            Rows.Identity(n, y);
            Lu.Solve<T>(n, n, lu, pivots, transpose: false, y, work);
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, -Ops.MatMul(Ops.MatMul(call.Output, call.Cotangent, true, false), call.Output, false, true));

    public void Jvp(in JvpCall<T> call) => call.Add(-Ops.MatMul(Ops.MatMul(call.Output, call.Tangent(0)), call.Output));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Inverse(call.Input(0));

    private static WorkedCase<T> Case(Shape shape)
    {
        int n = shape[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, 4, 0.5);
        return new($"Inverse({shape})", x => Ops.Inverse(lift(x[0])), new WorkedInput(shape, -1, 1))
        {
            Ulps = 128,
            Reference = PlainMatrices.Each(shape, 4, 0.5, a => PlainMatrices.Solve(n, n, a, PlainMatrices.Identity(n))),
        };
    }

    private static WorkedCase<T> Refused(Shape shape, double element, params string[] words) =>
        new(FormattableString.Invariant($"Inverse({shape}) of {element}"), x => Ops.Inverse(x[0]), new WorkedInput(shape, element, element)) { Refusal = ["Inverse", .. words] };
}
