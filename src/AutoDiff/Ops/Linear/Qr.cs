using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels.Decompositions;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The reduced QR decomposition <c>x = Q · R</c>: Q has orthonormal columns, R is upper triangular with a diagonal that is not negative.</summary>
    /// <param name="x">Matrices <c>[..., rows, columns]</c>; k is the smaller length.</param>
    /// <returns>Q <c>[..., rows, k]</c> and R <c>[..., k, columns]</c>: both are views of one result.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has fewer than two axes.</exception>
    /// <remarks>
    /// With R's signs fixed, unlike LAPACK's, the decomposition of a matrix whose first k columns are independent is unique and smooth.
    /// Derivative, with <c>X = xDot · R⁻¹</c> and D the upper triangle of <c>C = Qᵀ · X</c> with its strict lower triangle, transposed, added:
    /// <c>RDot = D · R</c>, <c>QDot = X - Q · D</c>; <c>xBar = (QBar + Q · (W + Wᵀ)) · R⁻ᵀ</c> with W the lower triangle, half the diagonal, of
    /// <c>R · RBarᵀ - QBarᵀ · Q</c>. Where the first k columns depend on each other no derivative exists, and asking for it is refused as singular.
    /// Saves Q and R. Cost: about <c>4 · rows · columns²</c> operations a matrix. Source: Golub and Van Loan, section 5.2; Walter and Lehmann,
    /// "On evaluating higher-order derivatives of the QR decomposition of tall matrices with full column rank" (2010).
    /// </remarks>
    public static (Variable<T> Q, Variable<T> R) Qr<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        MatrixShapes.CheckMatrices(nameof(Qr), in shape);
        int rows = shape[-2], columns = shape[-1];
        if (rows >= columns)
            return AutoDiff.Qr<T>.Of(x, refuseDependent: false);

        // The first columns decide Q and the square part of R; the others are only turned.
        (Variable<T> q, Variable<T> r) = AutoDiff.Qr<T>.Of(Slice(x, -1, 0, rows), refuseDependent: false);
        return (q, Concatenate(-1, r, MatMul(q, Slice(x, -1, rows, columns - rows), true, false)));
    }

    /// <summary>The least-squares solutions of <c>A · X = B</c>: the X with the least <c>‖A · X - B‖</c>, or, for wide A, the least X that solves it.</summary>
    /// <param name="a">Matrices <c>[..., rows, columns]</c> of full rank.</param>
    /// <param name="b">Right sides <c>[..., rows, sides]</c>, or one vector <c>[rows]</c>. The leading axes broadcast.</param>
    /// <returns>The solutions <c>[..., columns, sides]</c>, or <c>[..., columns]</c> for a vector.</returns>
    /// <exception cref="ArgumentException">An array has too few axes, the lengths differ, the leading axes do not broadcast, or a matrix does not have full rank.</exception>
    /// <remarks>
    /// <c>X = R⁻¹ · Qᵀ · B</c> with the decomposition of <see cref="Qr"/>, for wide A <c>X = Q · R⁻ᵀ · B</c> with that of <c>Aᵀ</c>; the derivatives are those
    /// of these steps. Rank is lost where R has an exact zero on its diagonal; rounding may hide that. Source: Golub and Van Loan, sections 5.3 and 5.6.
    /// </remarks>
    public static Variable<T> LeastSquares<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = a.Shape, of = b.Shape;
        MatrixShapes.CheckMatrices(nameof(LeastSquares), in shape);
        bool isVector = of.Rank == 1, isTall = shape[-2] >= shape[-1];
        Shape matrix = isVector ? of.Insert(1, 1) : of;
        MatrixShapes.CheckMatrices(nameof(LeastSquares), in matrix);
        if (matrix[-2] != shape[-2])
            RowsDiffer(shape, of);
        MatrixShapes.Broadcast(nameof(LeastSquares), in shape, in matrix, shape[-1], matrix[-1]);

        TapeMark before = a.Tape.Mark;
        try
        {
            (Variable<T> q, Variable<T> r) = AutoDiff.Qr<T>.Of(isTall ? a : Transpose(a), refuseDependent: true);
            Variable<T> side = isVector ? Systems.AsMatrix(b, right: false) : b;
            Variable<T> x = isTall
                ? TriangularSolve(r, MatMul(q, side, true, false), lower: false)
                : MatMul(q, TriangularSolve(r, side, lower: false, transpose: true));
            return isVector ? Systems.AsVector(x, right: false) : x;
        }
        catch
        {
            a.Tape.Truncate(in before);
            throw;
        }
    }

    [DoesNotReturn]
    private static void RowsDiffer(Shape a, Shape b) => throw new ArgumentException(
        $"{nameof(LeastSquares)}: the right side does not fit: a is {a}, b is {b}; need as many rows in b as in a ({a[-2]}). Transpose b?");
}

// Of matrices with at least as many rows as columns: Q, then R.
internal readonly struct Qr<T>(bool refuseDependent) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Qr";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        .. Both(new Shape(4, 3)),
        .. Both(new Shape(3, 3)),
        .. Both(new Shape(2, 5, 2)),
        .. Both(new Shape(3, 5)),
        .. Both(new Shape(2, 1, 3)),
        .. Both(new Shape(3, 0)),
        .. Both(new Shape(0, 3)),
        new("Qr([3])", x => Ops.Qr(x[0]).Q, new WorkedInput(new Shape(3))) { Refusal = ["Qr", "not a matrix", "[3]"] },
        Least(new Shape(4, 2), new Shape(4, 3)),
        Least(new Shape(2, 4, 3), new Shape(4)),
        Least(new Shape(2, 4), new Shape(3, 2, 1)),
        Least(new Shape(3, 3), new Shape(3)),
        Refused(new Shape(4, 2), new Shape(3, 1), 1, "right side", "[4, 2]", "[3, 1]"),
        Refused(new Shape(2), new Shape(2), 1, "not a matrix"),
        Refused(new Shape(2, 3, 2), new Shape(4, 3, 1), 1, "broadcast"),
        Refused(new Shape(2, 3, 2), new Shape(3), 0, "full rank", "matrix 0 of [2, 3, 2]", "column 0"),
        Refused(new Shape(2, 3), new Shape(2), 0, "full rank", "row 0"),
    ];

    public static (Variable<T> Q, Variable<T> R) Of(Variable<T> x, bool refuseDependent)
    {
        Shape q = x.Shape;
        return Split(x.Tape.Apply(new Qr<T>(refuseDependent), x), in q);
    }

    public Shape ShapeOf(in Operands<T> inputs) => new(Shape.Length((long)inputs[0].Count + OfR(in inputs[0]).Count));

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        int rows = x[-2], columns = x[-1], sizeQ = rows * columns, sizeR = columns * columns;
        Span<T> q = call.Output[..x.Count], r = call.Output[x.Count..];
        Workspace<T> workspace = new(HouseholderQr.WorkspaceOf(rows, columns));
        for (int matrix = 0; sizeQ > 0 && matrix < MatrixShapes.CountOf(in x); matrix++)
        {
            HouseholderQr.Factor(rows, columns, call.Input(0).Slice(matrix * sizeQ, sizeQ), q.Slice(matrix * sizeQ, sizeQ), r.Slice(matrix * sizeR, sizeR), workspace);
            int zero = refuseDependent ? Triangular.FirstZero<T>(columns, r[(matrix * sizeR)..], columns) : -1;
            if (zero >= 0)
                NotOfFullRank(x, matrix, zero);
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        (Variable<T> q, Variable<T> r) = Split(call.Output, in x);
        (Variable<T> qBar, Variable<T> rBar) = Split(call.Cotangent, in x);
        Variable<T> w = WeighTriangles<T>.LowerHalf(Ops.MatMul(r, rBar, false, true) - Ops.MatMul(qBar, q, true, false));
        call.Add(0, Ops.TriangularSolve(r, qBar + Ops.MatMul(q, w + Ops.Transpose(w)), lower: false, transpose: true, right: true));
    }

    public void Jvp(in JvpCall<T> call)
    {
        (Variable<T> q, Variable<T> r) = Split(call.Output, in call.InputShape(0));
        Variable<T> x = Ops.TriangularSolve(r, call.Tangent(0), lower: false, right: true), c = Ops.MatMul(q, x, true, false);
        Variable<T> lower = WeighTriangles<T>.StrictLower(c), d = c - lower + Ops.Transpose(lower);
        call.Add(Parts.Pack(x - Ops.MatMul(q, d), Ops.MatMul(d, r)));
    }

    public Variable<T> Batch(in BatchCall<T> call)
    {
        (Variable<T> q, Variable<T> r) = Of(call.Input(0), refuseDependent);
        return Parts.PackEach(call.Size, q, r);
    }

    private static Shape OfR(in Shape x) => x.With(-2, x[-1]);

    private static (Variable<T> Q, Variable<T> R) Split(Variable<T> packed, in Shape x) => (Parts.Of(packed, 0, in x), Parts.Of(packed, x.Count, OfR(in x)));

    private static WorkedCase<T>[] Both(Shape shape)
    {
        int rows = shape[-2], columns = shape[-1], k = Math.Min(rows, columns);
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(shape, 3, 0.5);
        (double[] Q, double[] R) Plain(double[] a)
        {
            double[] first = Reference.Elements(rows * k, at => a[(at / k * columns) + (at % k)]);
            double[] q = PlainMatrices.Qr(rows, k, first).Q;
            return (q, PlainMatrices.Multiply(k, columns, rows, PlainMatrices.Transpose(rows, k, q), a));
        }

        return
        [
            new($"Qr({shape}).Q", x => Ops.Qr(lift(x[0])).Q, new WorkedInput(shape, -1, 1)) { Ulps = 128, Reference = PlainMatrices.Each(shape, 3, 0.5, a => Plain(a).Q) },
            new($"Qr({shape}).R", x => Ops.Qr(lift(x[0])).R, new WorkedInput(shape, -1, 1)) { Ulps = 128, Reference = PlainMatrices.Each(shape, 3, 0.5, a => Plain(a).R) },
        ];
    }

    // By the normal equations.
    private static WorkedCase<T> Least(Shape a, Shape b)
    {
        int rows = a[-2], columns = a[-1];
        Func<Variable<T>, Variable<T>> lift = PlainMatrices.Lift<T>(a, 3, 0.5);
        return new($"LeastSquares({a}, {b})", x => Ops.LeastSquares(lift(x[0]), x[1]), new WorkedInput(a, -1, 1), new WorkedInput(b))
        {
            Ulps = 512,
            Reference = inputs => PlainMatrices.EachPair(a, inputs[0], b, inputs[1], false, (matrix, side, sides) =>
            {
                double[] full = PlainMatrices.Lift(matrix, rows, columns, 3, 0.5), turned = PlainMatrices.Transpose(rows, columns, full);
                return rows >= columns
                    ? PlainMatrices.Solve(columns, sides, PlainMatrices.Multiply(columns, columns, rows, turned, full), PlainMatrices.Multiply(columns, sides, rows, turned, side))
                    : PlainMatrices.Multiply(columns, sides, rows, turned, PlainMatrices.Solve(rows, sides, PlainMatrices.Multiply(rows, rows, columns, full, turned), side));
            }),
        };
    }

    private static WorkedCase<T> Refused(Shape a, Shape b, double element, params string[] words) =>
        new(FormattableString.Invariant($"LeastSquares({a}, {b}) of {element}"), x => Ops.LeastSquares(x[0], x[1]), new WorkedInput(a, element, element), new WorkedInput(b))
        {
            Refusal = ["LeastSquares", .. words],
        };

    [DoesNotReturn]
    private static void NotOfFullRank(Shape x, int matrix, int column) => throw new ArgumentException(
        $"{nameof(Ops.LeastSquares)}: not of full rank: of {MatrixShapes.Which(in x, matrix)}, transposed where it was wide, column {column} depends on "
            + $"those before it (row {column} of a wide one); need independent columns, or independent rows of a wide matrix.");
}
