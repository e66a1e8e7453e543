using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

// The shape rule of matrix products, its errors, and the product on plain arrays that judges them.
internal static class MatrixShapes
{
    public static Shape OfProduct(string operation, in Shape a, bool transposeA, in Shape b, bool transposeB)
    {
        if (a.Rank < 2 || b.Rank < 2)
            TooFewAxes(operation, a, b);
        int rows = a[transposeA ? -1 : -2], inner = a[transposeA ? -2 : -1];
        if (inner != b[transposeB ? -1 : -2])
            InnerLengthsDiffer(operation, a, inner, b, b[transposeB ? -1 : -2]);
        int columns = b[transposeB ? -2 : -1];
        if (a.Rank == 2 && b.Rank == 2)
            return new Shape(rows, columns);
        return Broadcast(operation, in a, in b, rows, columns);
    }

    // The leading axes of two arrays of matrices, broadcast, before those of a matrix.
    public static Shape Broadcast(string operation, in Shape a, in Shape b, int rows, int columns)
    {
        Shape leadingA = Leading(in a), leadingB = Leading(in b);
        for (int fromEnd = 1; fromEnd <= Math.Min(leadingA.Rank, leadingB.Rank); fromEnd++)
        {
            int of = leadingA[-fromEnd], other = leadingB[-fromEnd];
            if (of != other && of != 1 && other != 1)
                LeadingAxesDiffer(operation, a, b);
        }

        Shape leading = Shape.Broadcast(in leadingA, in leadingB, operation);
        return leading.Insert(leading.Rank, rows).Insert(leading.Rank + 1, columns);
    }

    // The axes before the last two: how many matrices there are.
    public static Shape Leading(in Shape shape) => new(shape.Axes[..^2]);

    public static int CountOf(in Shape shape) => shape.CountOf(0, shape.Rank - 2);

    // [..., n] as rows [..., 1, n] and as columns [..., n, 1]: what scales the columns and the rows of a matrix.
    public static Variable<T> AsRow<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(x, x.Shape.Insert(x.Shape.Rank - 1, 1));

    public static Variable<T> AsColumn<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(x, x.Shape.Insert(x.Shape.Rank, 1));

    // A number for each matrix, [...], as [..., 1, 1].
    public static Variable<T> AsMatrices<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(x, x.Shape.Insert(x.Shape.Rank, 1).Insert(x.Shape.Rank + 1, 1));

    public static void CheckMatrices(string operation, in Shape x)
    {
        if (x.Rank < 2)
            NotMatrices(operation, x);
    }

    public static void CheckSquare(string operation, in Shape x)
    {
        CheckMatrices(operation, in x);
        if (x[-1] != x[-2])
            NotSquare(operation, x);
    }

    // Which of several matrices an error speaks of, as in "matrix 3 of [4, 5, 5]".
    public static string Which(in Shape x, int matrix) => x.Rank == 2 ? $"the matrix {x}" : $"matrix {matrix} of {x}";

    [DoesNotReturn]
    public static void Singular(string operation, Shape x, int matrix, int pivot) => throw new ArgumentException(
        $"{operation}: singular matrix: {Which(in x, matrix)} has a zero as pivot {pivot}; need linearly independent rows.");

    public static double[] ReferenceProduct(Shape a, double[] x, bool transposeA, Shape b, double[] w, bool transposeB)
    {
        Shape y = OfProduct(nameof(ReferenceProduct), in a, transposeA, in b, transposeB);
        Shape leading = Leading(in y), leadingA = Leading(in a), leadingB = Leading(in b);
        int rows = y[-2], columns = y[-1], inner = a[transposeA ? -2 : -1];
        return Reference.Elements(y.Count, at =>
        {
            int matrix = at / (rows * columns), i = at / columns % rows, j = at % columns;
            int ofA = Reference.Source(leading, matrix, leadingA) * rows * inner, ofB = Reference.Source(leading, matrix, leadingB) * inner * columns;
            double sum = 0;
            for (int k = 0; k < inner; k++)
                sum += x[ofA + (transposeA ? (k * rows) + i : (i * inner) + k)] * w[ofB + (transposeB ? (j * inner) + k : (k * columns) + j)];
            return sum;
        });
    }

    [DoesNotReturn]
    public static void NotVectors(string operation, Shape a, Shape b) => throw new ArgumentException(
        $"{operation}: a factor has no axis: a is {a}, b is {b}; need vectors [..., n]. Multiply by a scalar with *.");

    [DoesNotReturn]
    private static void NotMatrices(string operation, Shape x) => throw new ArgumentException(
        $"{operation}: not a matrix: the shape is {x}; need at least two axes [..., rows, columns].");

    [DoesNotReturn]
    private static void NotSquare(string operation, Shape x) => throw new ArgumentException(
        $"{operation}: not square: the shape is {x}; need rows ({x[-2]}) = columns ({x[-1]}).");

    [DoesNotReturn]
    private static void TooFewAxes(string operation, Shape a, Shape b) => throw new ArgumentException(
        $"{operation}: a factor is not a matrix: a is {a}, b is {b}; need at least two axes each, or one vector.");

    [DoesNotReturn]
    private static void LeadingAxesDiffer(string operation, Shape a, Shape b) => throw new ArgumentException(
        $"{operation}: leading axes do not broadcast: a is {a}, b is {b}; need lengths before the last two that are equal or 1, counted from the end. "
            + "Reshape, or insert an axis of length 1?");

    [DoesNotReturn]
    private static void InnerLengthsDiffer(string operation, Shape a, int inner, Shape b, int other) => throw new ArgumentException(
        $"{operation}: inner lengths differ: a is {a}, b is {b}; need a's inner length ({inner}) = b's inner length ({other}). Transpose one?");
}
