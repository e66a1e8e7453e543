using System;
using System.Buffers;

namespace AutoDiff;

// P·A = L·U by elimination with row pivots, in double; A's rows are overwritten.
// Source: Golub and Van Loan, Matrix Computations, 4th edition, section 3.4.
internal sealed class DenseSystem : LinearSystem
{
    private readonly int _n;
    private readonly double[] _lu;

    // Row i of the factors is row _rows[i] of the matrix.
    private readonly int[] _rows;

    public DenseSystem(double[] matrix, int n)
    {
        _n = n;
        _lu = matrix;
        _rows = new int[n];
        for (int i = 0; i < n; i++)
            _rows[i] = i;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
                pivot = Math.Abs(_lu[(i * n) + k]) > Math.Abs(_lu[(pivot * n) + k]) ? i : pivot;
            double largest = _lu[(pivot * n) + k];
            if (largest == 0 || !double.IsFinite(largest))
                throw ImplicitErrors.Singular(n, k, largest);
            if (pivot != k)
                Exchange(pivot, k);
            for (int i = k + 1; i < n; i++)
            {
                double factor = _lu[(i * n) + k] /= largest;
                for (int j = k + 1; j < n && factor != 0; j++)
                    _lu[(i * n) + j] -= factor * _lu[(k * n) + j];
            }
        }
    }

    public override void Solve<T>(ReadOnlySpan<T> b, Span<T> x, bool transpose)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(_n);
        Span<double> y = rented.AsSpan(0, _n);
        if (transpose)
        {
            for (int i = 0; i < _n; i++)
                y[i] = double.CreateTruncating(b[i]);
            SolveTransposed(y);
            for (int i = 0; i < _n; i++)
                x[_rows[i]] = T.CreateTruncating(y[i]);
        }
        else
        {
            for (int i = 0; i < _n; i++)
                y[i] = double.CreateTruncating(b[_rows[i]]);
            SolvePlain(y);
            for (int i = 0; i < _n; i++)
                x[i] = T.CreateTruncating(y[i]);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    // L·U·y = y.
    private void SolvePlain(Span<double> y)
    {
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < i; j++)
                y[i] -= _lu[(i * _n) + j] * y[j];
        }

        for (int i = _n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < _n; j++)
                y[i] -= _lu[(i * _n) + j] * y[j];
            y[i] /= _lu[(i * _n) + i];
        }
    }

    // Uᵀ·Lᵀ·y = y.
    private void SolveTransposed(Span<double> y)
    {
        for (int i = 0; i < _n; i++)
        {
            y[i] /= _lu[(i * _n) + i];
            for (int j = i + 1; j < _n; j++)
                y[j] -= _lu[(i * _n) + j] * y[i];
        }

        for (int i = _n - 1; i >= 0; i--)
        {
            for (int j = 0; j < i; j++)
                y[j] -= _lu[(i * _n) + j] * y[i];
        }
    }

    private void Exchange(int a, int b)
    {
        (_rows[a], _rows[b]) = (_rows[b], _rows[a]);
        for (int j = 0; j < _n; j++)
            (_lu[(a * _n) + j], _lu[(b * _n) + j]) = (_lu[(b * _n) + j], _lu[(a * _n) + j]);
    }
}
