using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// A part taken from a whole, or added back to it, along a walk. Axes of length 1 vanish, axes that go on where the next one ends merge.
// Runs are moved by vectors; steps of another size are taken element by element, two loops at a time.
internal readonly ref struct WalkKernel<T> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Below this, a vector's start costs more than the elements.
    private const int ShortestRun = 8;

    private readonly ReadOnlySpan<T> _x;
    private readonly Span<T> _y;
    private readonly int _start;
    private readonly bool _back;
    private readonly bool _accumulate;
    private readonly Numbers _lengths;
    private readonly Numbers _steps;
    private readonly int _rank;

    // With `back` x is the part and y the whole, which is always added to.
    public WalkKernel(in Walk walk, ReadOnlySpan<T> x, Span<T> y, bool back, bool accumulate)
    {
        _x = x;
        _y = y;
        _start = walk.Start;
        _back = back;
        _accumulate = accumulate;
        for (int axis = 0; axis < walk.Part.Rank; axis++)
        {
            int length = walk.Part[axis], step = walk.Step(axis);
            if (length == 1)
                continue;
            if (_rank > 0 && _steps[_rank - 1] == (long)step * length)
            {
                _lengths[_rank - 1] *= length;
                _steps[_rank - 1] = step;
            }
            else
            {
                _lengths[_rank] = length;
                _steps[_rank++] = step;
            }
        }

        // Two loops at least, for the plane.
        while (_rank < 2)
        {
            for (int axis = _rank; axis > 0; axis--)
                (_lengths[axis], _steps[axis]) = (_lengths[axis - 1], _steps[axis - 1]);
            (_lengths[0], _steps[0]) = (1, 1);
            _rank++;
        }
    }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (_x.IsEmpty || _y.IsEmpty)
            return;
        int length = _lengths[_rank - 1];
        bool runs = _steps[_rank - 1] == 1 && length >= ShortestRun;
        int inner = runs ? 1 : 2, size = runs ? length : length * _lengths[_rank - 2];
        Span<int> at = stackalloc int[Shape.MaxRank];
        at.Clear();
        int whole = _start, part = 0;
        do
        {
            if (!runs)
                Plane(whole, part);
            else if (_back)
                Moved<T>.Run<TLanes>(_x.Slice(part, length), _y.Slice(whole, length), accumulate: true);
            else
                Moved<T>.Run<TLanes>(_x.Slice(whole, length), _y.Slice(part, length), _accumulate);
            part += size;
        }
        while (Next(at, ref whole, _rank - inner));
    }

    // The odometer over the outer axes; false when it is back at the start.
    private bool Next(Span<int> at, ref int whole, int axes)
    {
        for (int axis = axes - 1; axis >= 0; axis--)
        {
            whole += _steps[axis];
            if (++at[axis] < _lengths[axis])
                return true;
            whole -= at[axis] * _steps[axis];
            at[axis] = 0;
        }

        return false;
    }

    // The two innermost loops. The walk was checked to stay inside the whole.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Plane(int whole, int part)
    {
        int rows = _lengths[_rank - 2], columns = _lengths[_rank - 1];
        nint rowStep = _steps[_rank - 2], step = _steps[_rank - 1];
        ref T x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), _back ? part : whole);
        ref T y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), _back ? whole : part);
        for (int row = 0; row < rows; row++)
        {
            ref T from = ref Unsafe.Add(ref x, _back ? row * (nint)columns : row * rowStep);
            ref T to = ref Unsafe.Add(ref y, _back ? row * rowStep : row * (nint)columns);

            // One loop for each way, so that no element asks which one it is.
            if (_back)
                Add(ref from, 1, ref to, step, columns);
            else if (_accumulate)
                Add(ref from, step, ref to, 1, columns);
            else
                Copy(ref from, step, ref to, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref T x, nint xStep, ref T y, nint yStep, int count)
    {
        for (nint i = 0; i < count; i++)
            Unsafe.Add(ref y, i * yStep) += Unsafe.Add(ref x, i * xStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref T x, nint step, ref T y, int count)
    {
        for (nint i = 0; i < count; i++)
            Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i * step);
    }

    [InlineArray(Shape.MaxRank)]
    private struct Numbers
    {
        private int _first;
    }
}
