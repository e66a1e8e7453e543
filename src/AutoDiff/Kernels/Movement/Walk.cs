using System;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Where the elements of a part lie in a whole: element [i, j, ...] of the part is element start + i step(0) + j step(1) + ... of the whole.
// A step may be negative, and steps may lead to one element often, as overlapping windows do.
internal readonly struct Walk : IEquatable<Walk>
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

    // The same walk through each of several wholes that lie end to end, so many elements apart.
    public Walk Repeated(int times, int distance)
    {
        Span<int> steps = stackalloc int[_part.Rank + 1];
        steps[0] = distance;
        for (int axis = 0; axis < _part.Rank; axis++)
            steps[axis + 1] = _steps[axis];
        return new Walk(_part.Insert(0, times), Start, steps);
    }

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

    public bool Equals(Walk other) =>
        _part == other._part
            && Start == other.Start
            && ((ReadOnlySpan<int>)_steps)[.._part.Rank].SequenceEqual(((ReadOnlySpan<int>)other._steps)[.._part.Rank]);

    public override bool Equals(object? obj) => obj is Walk other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_part, Start);

    [InlineArray(Shape.MaxRank)]
    private struct Numbers
    {
        private int _first;
    }
}
