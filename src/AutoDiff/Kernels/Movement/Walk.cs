using System;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Where the elements of a part lie in a whole: element [i, j, ...] of the part is element start + i step(0) + j step(1) + ... of the whole.
// A step may be negative, and steps may lead to one element often, as overlapping windows do.
internal readonly struct Walk
{
    private readonly Shape _part;
    private readonly Numbers _steps;

    public Walk(in Shape part, int start, ReadOnlySpan<int> steps)
    {
        _part = part;
        Start = start;
        steps.CopyTo(_steps);
    }

    public int Start { get; }

    public Shape Part => _part;

    public int Step(int axis) => _steps[axis];

    // Whether every step stays inside an array of that many elements.
    public bool StaysWithin(int count)
    {
        if (_part.Count == 0)
            return true;
        long lowest = Start, highest = Start;
        for (int axis = 0; axis < _part.Rank; axis++)
        {
            long way = (long)(_part[axis] - 1) * _steps[axis];
            lowest += Math.Min(way, 0);
            highest += Math.Max(way, 0);
        }

        return lowest >= 0 && highest < count;
    }

    [InlineArray(Shape.MaxRank)]
    private struct Numbers
    {
        private int _first;
    }
}
