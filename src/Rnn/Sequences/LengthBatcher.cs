using System;

namespace AutoDiff.Rnn;

/// <summary>
/// Puts sequences of several lengths into batches of similar ones, in an order that is random and the same for the same seed and epoch. Every sequence
/// comes exactly once in an epoch; none is cut and none is left out.
/// </summary>
/// <remarks>
/// Sequences are shuffled, sorted by length within pools of many batches, cut into batches, and the batches are shuffled. So lengths are similar within a batch, while
/// which sequences meet and when is different in every epoch. To resume, begin the same epoch and go on at the same batch.
/// </remarks>
/// <example><code>
/// LengthBatcher batches = new([.. sentences.Select(sentence => sentence.Length)], rows: 32, seed: 1);
/// batches.Begin(epoch);
/// foreach (int sentence in batches.Batch(0)) ...
/// </code></example>
public sealed class LengthBatcher
{
    private readonly int[] _lengths;
    private readonly int[] _shuffled;
    private readonly int[] _order;
    private readonly long[] _keys;
    private readonly int[] _batches;
    private readonly ulong _seed;
    private readonly int _pool;

    /// <summary>Makes batches, those of epoch 0.</summary>
    /// <param name="lengths">How long each sequence is, in whatever unit its cost grows with; they are copied.</param>
    /// <param name="rows">Sequences in a batch; where they do not divide the sequences, one batch of an epoch has fewer.</param>
    /// <param name="seed">What the order is drawn from.</param>
    /// <param name="poolBatches">How many batches a pool has: more for more similar lengths in a batch, 1 for purely random batches.</param>
    /// <exception cref="ArgumentException">There is no sequence, a length is negative, or there is less than one row or batch.</exception>
    public LengthBatcher(ReadOnlySpan<int> lengths, int rows, ulong seed, int poolBatches = 50)
    {
        if (lengths.IsEmpty)
            throw new ArgumentException("LengthBatcher: no sequence; need one or more.");
        if (rows < 1 || poolBatches < 1)
            throw new ArgumentException($"LengthBatcher: batches of {rows} rows in pools of {poolBatches}; need 1 or more each.");
        if (lengths.ContainsAnyInRange(int.MinValue, -1))
            throw new ArgumentException($"LengthBatcher: sequence {lengths.IndexOfAnyInRange(int.MinValue, -1)} has a negative length; need 0 or more.");
        _lengths = lengths.ToArray();
        _shuffled = new int[lengths.Length];
        _order = new int[lengths.Length];
        _keys = new long[lengths.Length];
        _seed = seed;
        Rows = rows;
        _pool = (int)Math.Min((long)rows * poolBatches, Array.MaxLength);
        BatchCount = (int)(((long)lengths.Length + rows - 1) / rows);
        _batches = new int[BatchCount];
        Begin(0);
    }

    /// <summary>Sequences in every batch but one.</summary>
    public int Rows { get; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>Arranges the batches of an epoch; allocates nothing.</summary>
    /// <param name="epoch">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public void Begin(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ulong drawn = 0;
        Shuffle(_shuffled, (ulong)epoch, ref drawn);
        for (int place = 0; place < _keys.Length; place++)
            _keys[place] = ((long)_lengths[_shuffled[place]] << 32) | (uint)place;

        // A pool ends where a batch does, so that only the epoch's last batch can be short. Equal lengths stay in their shuffled order.
        for (int start = 0; start < _keys.Length; start += _pool)
            _keys.AsSpan(start, Math.Min(_pool, _keys.Length - start)).Sort();
        for (int place = 0; place < _keys.Length; place++)
            _order[place] = _shuffled[(int)(uint)_keys[place]];
        Shuffle(_batches, (ulong)epoch, ref drawn);
    }

    /// <summary>The sequences of one batch of the epoch.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <returns>The sequences' numbers, from 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public ReadOnlySpan<int> Batch(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)BatchCount, nameof(index));
        int start = _batches[index] * Rows;
        return _order.AsSpan(start, Math.Min(Rows, _order.Length - start));
    }
    // The numbers from 0 in a random order (Fisher and Yates), the same for the same epoch.
    private void Shuffle(int[] values, ulong epoch, ref ulong drawn)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int other = CounterRandom.Below(_seed, epoch, drawn++, i + 1);
            values[i] = values[other];
            values[other] = i;
        }
    }
}
