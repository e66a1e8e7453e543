using System;

namespace AutoDiff.Rnn;

/// <summary>
/// Cuts a stream of tokens into rows that run side by side and the rows into chunks, for training with a carried state: each row is one
/// contiguous piece of the stream, row i of a chunk goes on where row i of the chunk before ended, and each token but the first is a
/// target exactly once.
/// </summary>
/// <remarks>
/// The last chunk may be shorter. Where the stream does not divide evenly, the first rows are one step longer; in that last
/// step the other rows have no target (<see cref="StreamChunk.TargetCount"/>). Chunks come in order and cannot be shuffled: the carried
/// state would belong to another text.
/// </remarks>
public sealed class StreamBatcher
{
    private readonly ReadOnlyMemory<int> _tokens;
    private readonly int[] _starts;
    private readonly int[] _inputs;
    private readonly int[] _targets;
    private readonly int _longRows;

    /// <summary>Arranges a stream.</summary>
    /// <param name="tokens">The tokens, in order. They are not copied.</param>
    /// <param name="rows">Rows that run side by side.</param>
    /// <param name="steps">Steps in a chunk.</param>
    /// <exception cref="ArgumentException">There are fewer than one row or step, or not at least one target for each row.</exception>
    public StreamBatcher(ReadOnlyMemory<int> tokens, int rows, int steps)
    {
        if (rows < 1 || steps < 1)
            throw new ArgumentException($"StreamBatcher: {rows} rows of chunks of {steps} steps; need 1 or more each.");
        if (tokens.Length == 0)
            throw new ArgumentException("StreamBatcher: the stream is empty; need at least two tokens, one to read and one to predict.");
        if (tokens.Length - 1 < rows)
            throw new ArgumentException(
                $"StreamBatcher: the stream is too short: {tokens.Length} tokens give {tokens.Length - 1} targets for {rows} rows; "
                    + "need one for each row. Use fewer rows.");
        _tokens = tokens;
        Rows = rows;
        StepsPerChunk = steps;
        TargetCount = tokens.Length - 1;
        _longRows = TargetCount % rows;
        Steps = (TargetCount / rows) + (_longRows > 0 ? 1 : 0);
        _starts = new int[rows];
        for (int row = 1; row < rows; row++)
            _starts[row] = _starts[row - 1] + RowLength(row - 1);
        _inputs = new int[(long)rows * Math.Min(steps, Steps)];
        _targets = new int[_inputs.Length];
    }

    /// <summary>Rows that run side by side.</summary>
    public int Rows { get; }

    /// <summary>Steps in every chunk but perhaps the last.</summary>
    public int StepsPerChunk { get; }

    /// <summary>Steps in the longest row.</summary>
    public int Steps { get; }

    /// <summary>Targets in one pass over the stream.</summary>
    public int TargetCount { get; }

    /// <summary>Chunks in one pass over the stream.</summary>
    public int ChunkCount => (int)(((long)Steps + StepsPerChunk - 1) / StepsPerChunk);

    /// <summary>One chunk. Its numbers stay until the next call.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public StreamChunk Chunk(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)ChunkCount, nameof(index));
        int first = index * StepsPerChunk, steps = Math.Min(StepsPerChunk, Steps - first);
        ReadOnlySpan<int> tokens = _tokens.Span;
        for (int t = 0; t < steps; t++)
        {
            for (int row = 0; row < Rows; row++)
            {
                // A short row's last step repeats its last token, as something to read; it has no target.
                int at = _starts[row] + Math.Min(first + t, RowLength(row) - 1);
                _inputs[(t * Rows) + row] = tokens[at];
                _targets[(t * Rows) + row] = tokens[at + 1];
            }
        }

        bool endsUneven = first + steps == Steps && _longRows > 0;
        return new StreamChunk(_inputs.AsMemory(0, steps * Rows), _targets.AsMemory(0, steps * Rows), steps, Rows, (steps * Rows) - (endsUneven ? Rows - _longRows : 0));
    }

    private int RowLength(int row) => (TargetCount / Rows) + (row < _longRows ? 1 : 0);
}
