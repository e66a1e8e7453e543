using System;

namespace AutoDiff.Rnn;

/// <summary>The segments of a sequence under a truncation, for <c>foreach</c>. Every step's loss belongs to exactly one.</summary>
public readonly ref struct Segments
{
    private readonly int _steps;
    private readonly int _length;
    private readonly int _stride;
    private readonly bool _fromEnd;

    internal Segments(int steps, int length, int stride, bool fromEnd)
    {
        _steps = steps;
        _length = length;
        _stride = stride;
        _fromEnd = fromEnd;
    }

    /// <summary>How many segments there are.</summary>
    public int Count => (int)(((long)_steps + _stride - 1) / _stride);

    /// <summary>One of the segments.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such segment.</exception>
    public Segment this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));

            // A last, shorter stride goes back as far as if it were whole: its losses see as many steps as others in their place.
            long firstLoss = _fromEnd ? _steps - ((long)(Count - index) * _stride) : (long)index * _stride;
            long wholeEnd = firstLoss + _stride;
            return new Segment((int)Math.Max(0, wholeEnd - _length), (int)Math.Max(0, firstLoss), (int)Math.Min(wholeEnd, _steps));
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
