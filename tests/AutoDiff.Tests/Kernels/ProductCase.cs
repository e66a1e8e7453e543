using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;
using Xunit;

namespace AutoDiff.Tests.Kernels;

/// <summary>
/// A matrix product with its data: the gaps between rows and the zones around each matrix hold NaN, so that a value read
/// from outside shows in the result, and a value written outside shows in the sentinels.
/// </summary>
internal sealed class ProductCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Guard = 70;

    private readonly int _m, _n, _k, _lda, _ldb, _ldc;
    private readonly bool _transposeA, _transposeB, _accumulate;
    private readonly T[] _a, _b, _c;
    private T[] _expected = [], _bound = [];

    private ProductCase(int m, int n, int k, bool transposeA, bool transposeB, bool accumulate, int gap)
    {
        (_m, _n, _k, _transposeA, _transposeB, _accumulate) = (m, n, k, transposeA, transposeB, accumulate);
        (_lda, _ldb, _ldc) = ((transposeA ? m : k) + gap, (transposeB ? k : n) + gap, n + (2 * gap));
        Random random = new(HashCode.Combine(m, n, k) & 0xffff);
        _a = Matrix(random, transposeA ? k : m, transposeA ? m : k, _lda);
        _b = Matrix(random, transposeB ? n : k, transposeB ? k : n, _ldb);
        _c = Matrix(random, m, n, _ldc);
    }

    /// <summary>A case with what it should give.</summary>
    public static ProductCase<T> Random(int m, int n, int k, bool transposeA, bool transposeB, bool accumulate, int gap)
    {
        ProductCase<T> product = new(m, n, k, transposeA, transposeB, accumulate, gap);
        product.Expect();
        return product;
    }

    /// <summary>A case that is compared only with itself: the triple loop over a large one takes long.</summary>
    public static ProductCase<T> Bare(int m, int n, int k, bool transposeA, bool transposeB, bool accumulate, int gap)
        => new(m, n, k, transposeA, transposeB, accumulate, gap);

    private void Expect()
    {
        (int m, int n, int k) = (_m, _n, _k);
        _expected = (T[])_c.Clone();
        _bound = new T[_c.Length];
        double epsilon = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                int at = Guard + (i * _ldc) + j;
                double old = _accumulate ? double.CreateChecked(_c[at]) : 0, sum = old, absolute = Math.Abs(old);
                for (int p = 0; p < k; p++)
                {
                    double term = double.CreateChecked(A(i, p)) * double.CreateChecked(B(p, j));
                    sum += term;
                    absolute += Math.Abs(term);
                }
                _expected[at] = T.CreateChecked(sum);
                _bound[at] = T.CreateChecked((k + 2) * epsilon * absolute);
            }
        }
    }

    /// <summary>C after the product, with its guard zones.</summary>
    public T[] Run(VectorWidth width)
    {
        T[] c = Target();
        MatrixProduct.Multiply(
            width, _m, _n, _k, Inside(_a), _lda, _transposeA, Inside(_b), _ldb, _transposeB,
            c.AsSpan(Guard, c.Length - (2 * Guard)), _ldc, _accumulate);
        return c;
    }

    /// <summary>C after the product with a packed second factor, in memory that holds NaN where nothing is packed.</summary>
    public T[] RunPacked(VectorWidth width)
    {
        T[] c = Target(), packed = new T[PackedProduct.PackedSize<T>(width, _k, _n)];
        Array.Fill(packed, T.NaN);
        PackedProduct.Pack(width, _k, _n, Inside(_b), _ldb, _transposeB, packed);
        PackedProduct.MultiplyPacked<T>(
            width, _m, _n, _k, Inside(_a), _lda, _transposeA, packed, c.AsSpan(Guard, c.Length - (2 * Guard)), _ldc, _accumulate);
        return c;
    }

    /// <summary>C after the product onto a row.</summary>
    public T[] RunOntoRow(VectorWidth width)
    {
        T[] c = Target();
        MatrixProduct.MultiplyOnto<T>(width, _m, _n, _k, Inside(_a), _lda, Inside(_b), _ldb, Row(), c.AsSpan(Guard, c.Length - (2 * Guard)), _ldc);
        return c;
    }

    /// <summary>C after the row was written to all of its rows, and the product added.</summary>
    public T[] RunAddedToRow(VectorWidth width)
    {
        T[] c = Target();
        Span<T> inside = c.AsSpan(Guard, c.Length - (2 * Guard));
        for (int i = 0; i < _m; i++)
            Row().CopyTo(inside[(i * _ldc)..]);
        MatrixProduct.Multiply<T>(width, _m, _n, _k, Inside(_a), _lda, false, Inside(_b), _ldb, false, inside, _ldc, accumulate: true);
        return c;
    }

    private T[] Row()
    {
        T[] row = new T[_n];
        for (int j = 0; j < _n; j++)
            row[j] = T.CreateChecked((j % 7) - 3.1);
        return row;
    }

    private T[] Target()
    {
        T[] c = (T[])_c.Clone();
        if (!_accumulate)
        {
            // What is overwritten may hold anything, NaN included.
            for (int i = 0; i < _m && _n > 0; i++)
                c.AsSpan(Guard + (i * _ldc), _n).Fill(T.NaN);
        }
        return c;
    }

    public void CheckEveryWidth()
    {
        foreach (VectorWidth width in VectorWidths.Runnable<T>())
        {
            Check(Run(width), width.ToString());
            Check(RunPacked(width), $"{width} packed");
        }
    }

    private void Check(T[] c, string by)
    {
        for (int at = 0; at < c.Length; at++)
        {
            // Sentinels are NaN in both; elsewhere a NaN fails the comparison.
            bool good = T.IsNaN(_expected[at]) ? T.IsNaN(c[at]) : T.Abs(c[at] - _expected[at]) <= _bound[at];
            if (!good)
                Assert.Fail($"{this} by {by}: C[{(at - Guard) / _ldc}, {(at - Guard) % _ldc}] is {c[at]}; need {_expected[at]} within {_bound[at]}.");
        }
    }

    public override string ToString()
        => $"{typeof(T).Name} {_m} x {_k} x {_n} {(_transposeA ? 'T' : 'N')}{(_transposeB ? 'T' : 'N')}{(_accumulate ? " accumulating" : "")}, strides {_lda} {_ldb} {_ldc}";

    private T A(int i, int p) => _a[Guard + (_transposeA ? (p * _lda) + i : (i * _lda) + p)];

    private T B(int p, int j) => _b[Guard + (_transposeB ? (j * _ldb) + p : (p * _ldb) + j)];

    private static ReadOnlySpan<T> Inside(T[] matrix) => matrix.AsSpan(Guard, matrix.Length - (2 * Guard));

    private static T[] Matrix(Random random, int rows, int columns, int leading)
    {
        int inside = rows == 0 || columns == 0 ? 0 : ((rows - 1) * leading) + columns;
        T[] matrix = new T[inside + (2 * Guard)];
        Array.Fill(matrix, T.NaN);
        for (int i = 0; i < rows && columns > 0; i++)
        {
            for (int j = 0; j < columns; j++)
                matrix[Guard + (i * leading) + j] = T.CreateChecked((random.NextDouble() * 2) - 1);
        }
        return matrix;
    }
}
