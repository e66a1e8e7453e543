using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

// What linear systems have in common: shapes, right sides that are vectors, and the wording of their errors.
internal static class Systems
{
    // The shape of X in A X = B, or in X A = B with `right`, for matrices B.
    public static Shape OfSolution(string operation, in Shape a, in Shape b, bool right)
    {
        MatrixShapes.CheckSquare(operation, in a);
        MatrixShapes.CheckMatrices(operation, in b);
        if (a[-1] != b[right ? -1 : -2])
            LengthsDiffer(operation, a, b, right);
        return a.Rank == 2 ? b : MatrixShapes.Broadcast(operation, in a, in b, b[-2], b[-1]);
    }

    // A vector as the one column, or row, of a matrix.
    public static Variable<T> AsMatrix<T>(Variable<T> b, bool right)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(b, right ? new Shape(1, b.Shape[0]) : new Shape(b.Shape[0], 1));

    public static Variable<T> AsVector<T>(Variable<T> x, bool right)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(x, x.Shape.Remove(right ? -2 : -1));

    // Refuses before anything is recorded; says whether the right side is a vector.
    public static bool Check<T>(string operation, Variable<T> a, Variable<T> b, bool right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        a.Tape.Own(b, operation);
        Shape of = b.Shape;
        bool isVector = of.Rank == 1;
        Shape matrix = isVector ? of.Insert(right ? 0 : 1, 1) : of;
        OfSolution(operation, a.Shape, in matrix, right);
        return isVector;
    }

    [DoesNotReturn]
    private static void LengthsDiffer(string operation, Shape a, Shape b, bool right) => throw new ArgumentException(
        $"{operation}: the right side does not fit: a is {a}, b is {b}; need as many {(right ? "columns" : "rows")} in b ({b[right ? -1 : -2]}) as in a ({a[-1]}). Transpose b?");
}
