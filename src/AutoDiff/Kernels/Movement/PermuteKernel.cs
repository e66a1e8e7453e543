using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// Axes of length 1 vanish and axes that stay neighbours merge. If the innermost axis stays innermost, runs are moved;
// otherwise x's innermost axis and y's innermost axis span matrices to transpose, tile by tile.
internal readonly ref struct PermuteKernel<T> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A tile's rows and columns both fit in the first-level cache, whatever the distance of the rows.
    private const int Tile = 16;

    private readonly ReadOnlySpan<T> _x;
    private readonly Span<T> _y;
    private readonly bool _accumulate;

    // By y's merged axes, outermost first: the length, and how far x advances.
    private readonly Numbers _lengths;
    private readonly Numbers _steps;
    private readonly int _rank;

    public PermuteKernel(in Shape from, ReadOnlySpan<int> axes, ReadOnlySpan<T> x, Span<T> y, bool accumulate)
    {
        _x = x;
        _y = y;
        _accumulate = accumulate;
        int previous = -2;
        foreach (int axis in axes)
        {
            int length = from[axis];
            if (length == 1)
                continue;
            int step = from.CountOf(axis + 1, from.Rank);

            // Neighbours in x once the axes of length 1 between them are gone.
            if (previous >= 0 && previous < axis && from.CountOf(previous + 1, axis) == 1)
            {
                _lengths[_rank - 1] *= length;
                _steps[_rank - 1] = step;
            }
            else
            {
                _lengths[_rank] = length;
                _steps[_rank++] = step;
            }

            previous = axis;
        }

        if (_rank == 0)
            (_lengths[0], _steps[0], _rank) = (1, 1, 1);
    }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (_x.IsEmpty)
            return;
        int innermost = _rank - 1, contiguous = innermost;
        while (_steps[contiguous] != 1)
            contiguous--;
        Span<int> at = stackalloc int[Shape.MaxRank];
        at.Clear();
        int x = 0;
        do
        {
            int y = 0;
            for (int axis = 0; axis < _rank; axis++)
                y = (y * _lengths[axis]) + at[axis];
            if (contiguous == innermost)
                Moved<T>.Run<TLanes>(_x.Slice(x, _lengths[innermost]), _y.Slice(y, _lengths[innermost]), _accumulate);
            else
                Transpose(x, y, contiguous);
        }
        while (Next(at, ref x, contiguous));
    }

    // The odometer over every axis but those that the inner kernel does; false when it is back at the start.
    private bool Next(Span<int> at, ref int x, int contiguous)
    {
        for (int axis = _rank - 2; axis >= 0; axis--)
        {
            if (axis == contiguous)
                continue;
            x += _steps[axis];
            if (++at[axis] < _lengths[axis])
                return true;
            x -= at[axis] * _steps[axis];
            at[axis] = 0;
        }

        return false;
    }

    // y[row, column] = x[column, row]: rows along x's contiguous axis, columns along y's.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Transpose(int xStart, int yStart, int contiguous)
    {
        ref T x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), xStart), y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), yStart);
        int rows = _lengths[contiguous], columns = _lengths[_rank - 1];
        nint xDistance = _steps[_rank - 1], yDistance = 1;
        for (int axis = contiguous + 1; axis < _rank; axis++)
            yDistance *= _lengths[axis];
        bool accumulate = _accumulate;
        for (int row = 0; row < rows; row += Tile)
        {
            int rowEnd = Math.Min(row + Tile, rows);
            for (int column = 0; column < columns; column += Tile)
            {
                int columnEnd = Math.Min(column + Tile, columns);
                for (int i = row; i < rowEnd; i++)
                {
                    ref T from = ref Unsafe.Add(ref x, i), to = ref Unsafe.Add(ref y, i * yDistance);
                    for (int j = column; j < columnEnd; j++)
                    {
                        T value = Unsafe.Add(ref from, j * xDistance);
                        ref T target = ref Unsafe.Add(ref to, j);
                        target = accumulate ? target + value : value;
                    }
                }
            }
        }
    }

    [InlineArray(Shape.MaxRank)]
    private struct Numbers
    {
        private int _first;
    }
}
