using System;
using System.Linq;

namespace AutoDiff.Oracle;

// What is done to inputs and results on both sides; torch_oracle.py has the functions of the same names.
internal static partial class Table<T>
{
    // Several results as one.
    private static Variable<T> Flat(params Variable<T>[] parts) =>
        Ops.Concatenate(0, [.. parts.Select(part => Ops.Reshape(part, new Shape(part.Shape.Count)))]);

    // Adds 4, 8, 12, ... to the diagonals, so that matrices are regular and their eigenvalues and singular values lie apart.
    private static Variable<T> Spread(Variable<T> x)
    {
        int rows = x.Shape[-2], columns = x.Shape[-1];
        T[] diagonal = new T[rows * columns];
        for (int i = 0; i < Math.Min(rows, columns); i++)
            diagonal[(i * columns) + i] = N(4 * (i + 1));
        return x + x.Tape.Constant(diagonal, new Shape(rows, columns));
    }

    private static Variable<T> Symmetric(Variable<T> x) => x + Ops.Transpose(x);

    private static Variable<T> Definite(Variable<T> x) => Spread(Ops.MatMul(x, x, transposeB: true));

    // Singular values, and what does not change when a pair of singular vectors turns into its opposites.
    private static Variable<T> Singular((Variable<T> U, Variable<T> S, Variable<T> Vt) svd) =>
        Flat(svd.S, Ops.Square(svd.U), Ops.Square(svd.Vt), Ops.MatMul(svd.U, svd.Vt));

    // The decomposition whose R has a diagonal of no negative numbers, which ours has anyway.
    private static Variable<T> Reduced((Variable<T> Q, Variable<T> R) qr) => Flat(qr.Q, qr.R);

    // Whole numbers, which no derivative flows through.
    private static Variable<T> Numbers(Variable<T> x, int[] numbers, params ReadOnlySpan<int> lengths) =>
        x.Tape.Constant(Array.ConvertAll(numbers, number => N(number)), new Shape(lengths));

    private static int[] Truths(bool[] truths) => Array.ConvertAll(truths, truth => truth ? 1 : 0);
}
