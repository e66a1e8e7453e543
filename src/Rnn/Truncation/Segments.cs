using System;

namespace AutoDiff.Rnn;

/// <summary>The segments of a sequence under a truncation, for <c>foreach</c>. Every step's loss belongs to exactly one.</summary>
public readonly ref struct Segments
{
    private readonly int _steps;
    private readonly int _length;
    private readonly int _stride;

    internal Segments(int steps, int length, int stride)
    {
        _steps = steps;
        _length = length;
        _stride = stride;
    }

    /// <summary>How many segments there are.</summary>
    public int Count => (int)(((long)_steps + _stride - 1) / _stride);

    /// <summary>One of the segments.</summary>
    /// <param name="index">Which, from 0.</param>
    public Segment this[int index]
    {
        get
        {
            int firstLoss = index * _stride;
            int end = (int)Math.Min((long)firstLoss + _stride, _steps);
            return new Segment(Math.Max(0, Math.Min(firstLoss, end - _length)), firstLoss, end);
        }
    }

    /// <summary>Walks over the segments in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>A place in the walk.</summary>
    public ref struct Enumerator
    {
        private readonly Segments _segments;
        private int _index;

        internal Enumerator(Segments segments)
        {
            _segments = segments;
            _index = -1;
        }

        /// <summary>The segment at this place.</summary>
        public readonly Segment Current => _segments[_index];

        /// <summary>Goes on to the next segment; false after the last.</summary>
        public bool MoveNext() => ++_index < _segments.Count;
    }
}
