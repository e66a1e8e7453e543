using System;
using System.Diagnostics.CodeAnalysis;

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
    private static void TooFewAxes(string operation, Shape a, Shape b) => throw new ArgumentException(
        $"{operation}: a factor is not a matrix: a is {a}, b is {b}; need at least two axes each. Reshape a vector to [1, n] or [n, 1].");

    [DoesNotReturn]
    private static void LeadingAxesDiffer(string operation, Shape a, Shape b) => throw new ArgumentException(
        $"{operation}: leading axes do not broadcast: a is {a}, b is {b}; need lengths before the last two that are equal or 1, counted from the end. Reshape, or insert an axis of length 1?");

    [DoesNotReturn]
    private static void InnerLengthsDiffer(string operation, Shape a, int inner, Shape b, int other) => throw new ArgumentException(
        $"{operation}: inner lengths differ: a is {a}, b is {b}; need a's inner length ({inner}) = b's inner length ({other}). Transpose one?");
}
