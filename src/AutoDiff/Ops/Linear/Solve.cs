using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Solves the linear systems <c>A · X = B</c>; the leading axes broadcast.</summary>
    /// <param name="a">Regular matrices <c>[..., n, n]</c>.</param>
    /// <param name="b">Right sides <c>[..., n, columns]</c>, or one vector <c>[n]</c>. For a vector each matrix, write <c>[..., n, 1]</c>.</param>
    /// <returns>The solutions <c>[..., n, columns]</c>, or <c>[..., n]</c> for a vector.</returns>
    /// <exception cref="ArgumentException">A is not square, the lengths differ, the leading axes do not broadcast, or a matrix is singular.</exception>
    /// <remarks>
    /// Derivative: <c>XDot = A⁻¹ · (BDot - ADot · X)</c>; <c>BBar = A⁻ᵀ · XBar</c>, <c>ABar = -BBar · Xᵀ</c>. Saves A, X and A's LU factors,
    /// which the derivatives of all orders use again. Cost: <c>2/3 · n³</c> operations for each A, <c>2 · n² · columns</c> for each B.
    /// Singular is what has an exact zero as a pivot; rounding may hide that, so that the solution of a nearly singular system is large
    /// instead. Source: Golub and Van Loan, section 3.4; Giles (2008), section 2.3.1.
    /// </remarks>
    public static Variable<T> Solve<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isVector = Systems.Check(nameof(Solve), a, b, right: false);
        Variable<T> lu = LuFactors<T>.Of(a, refuseSingular: true);
        return isVector
            ? Systems.AsVector(AutoDiff.Solve<T>.Of(a, lu, Systems.AsMatrix(b, right: false), transpose: false), right: false)
            : AutoDiff.Solve<T>.Of(a, lu, b, transpose: false);
    }
}

// The matrix, its factors, the right side.
internal readonly struct Solve<T>(bool transpose) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Solve";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 3), new Shape(3, 2)),
        Case(new Shape(4, 4), new Shape(4)),
        Case(new Shape(2, 3, 3), new Shape(2, 3, 2)),
        Case(new Shape(2, 3, 3), new Shape(3)),
        Case(new Shape(3, 3), new Shape(2, 3, 1)),
        Case(new Shape(2, 1, 2, 2), new Shape(3, 2, 1)),
        Case(new Shape(1, 1), new Shape(1, 1)),
        Case(new Shape(0, 0), new Shape(0, 2)),
        Refused(new Shape(3, 2), new Shape(3, 1), 1, "not square", "[3, 2]"),
        Refused(new Shape(3), new Shape(3), 1, "not a matrix", "[3]"),
        Refused(new Shape(3, 3), new Shape(2, 3), 1, "right side", "[3, 3]", "[2, 3]"),
        Refused(new Shape(2, 2, 2), new Shape(3, 2, 2), 1, "broadcast", "[2, 2, 2]", "[3, 2, 2]"),
        Refused(new Shape(3, 3), new Shape(3, 1), 1, "singular", "the matrix [3, 3]", "pivot 1"),
        Refused(new Shape(2, 3, 3), new Shape(3), 0, "singular", "matrix 0 of [2, 3, 3]", "pivot 0"),
    ];

    public static Variable<T> Of(Variable<T> a, Variable<T> lu, Variable<T> b, bool transpose) => a.Tape.Apply(new Solve<T>(transpose), a, lu, b);

    public Shape ShapeOf(in Operands<T> inputs) => Systems.OfSolution(Name, in inputs[0], in inputs[2], right: false);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape a = ref call.InputShape(0), y = ref call.OutputShape;
        int n = a[-1], columns = y[-1], size = n * columns;
        Broadcast.Copy(in call.InputShape(2), call.Input(2), in y, call.Output);
        Shape leading = MatrixShapes.Leading(in y), leadingA = MatrixShapes.Leading(in a);
        Workspace<T> workspace = new(Blocks.Workspace(n, columns));
        Span<T> work = workspace.TakeRest();
        for (int matrix = 0; size > 0 && matrix < leading.Count; matrix++)
        {
            int source = Strides.Source(in leading, matrix, in leadingA);
            ReadOnlySpan<T> factors = LuFactors<T>.Factors(call.Input(1), n, source), pivots = LuFactors<T>.Pivots(call.Input(1), n, source);
            Lu.Solve(n, columns, factors, pivots, transpose, call.Output.Slice(matrix * size, size), work);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> x = call.Output, bBar = Of(call.Input(0), call.Input(1), call.Cotangent, !transpose);
        call.Add(2, bBar);
        if (call.Wants(0))
            call.Add(0, -(transpose ? Ops.MatMul(x, bBar, false, true) : Ops.MatMul(bBar, x, false, true)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(2))
            call.Add(Of(call.Input(0), call.Input(1), call.Tangent(2), transpose));
        if (call.Moves(0))
            call.Add(-Of(call.Input(0), call.Input(1), Ops.MatMul(call.Tangent(0), call.Output, transpose, false), transpose));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Aligned(0), call.Aligned(1), call.Aligned(2), transpose);

    private static WorkedCase<T> Case(Shape a, Shape b)
    {
        int n = a[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(a, 4, 0.5);
        return new($"Solve({a}, {b})", x => Ops.Solve(lift(x[0]), x[1]), new WorkedInput(a, -1, 1), new WorkedInput(b))
        {
            Ulps = 128,
            Reference = inputs => PlainMatrices.EachPair(a, inputs[0], b, inputs[1], false, (matrix, side, columns) =>
                PlainMatrices.Solve(n, columns, PlainMatrices.Lift(matrix, n, n, 4, 0.5), side)),
        };
    }

    private static WorkedCase<T> Refused(Shape a, Shape b, double element, params string[] words) =>
        new(FormattableString.Invariant($"Solve({a}, {b}) of {element}"), x => Ops.Solve(x[0], x[1]), new WorkedInput(a, element, element), new WorkedInput(b))
        {
            Refusal = ["Solve", .. words],
        };
}
