using System;
using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>
/// Some prefixes side by side, each cut in two: its last words, which the loss is followed back through, and those before. Both parts are
/// rows of several lengths, and a prefix that fits into the window whole has an empty first part.
/// </summary>
public sealed class PrefixBatch
{
    private readonly int[] _head, _tail, _labels;

    /// <summary>Puts prefixes side by side.</summary>
    /// <param name="prefixes">The prefixes.</param>
    /// <param name="window">How many words the loss is followed back through at most; null for all.</param>
    public PrefixBatch(IReadOnlyList<Prefix> prefixes, int? window)
    {
        int[] head = new int[prefixes.Count], tail = new int[prefixes.Count];
        _labels = new int[prefixes.Count];
        for (int row = 0; row < prefixes.Count; row++)
        {
            int length = prefixes[row].Words.Length;
            tail[row] = Math.Min(length, window ?? length);
            head[row] = length - tail[row];
            _labels[row] = prefixes[row].IsPlural ? 1 : 0;
        }

        (Head, Tail) = (new PackedRows(head), new PackedRows(tail));
        (_head, _tail) = (new int[Head.Count], new int[Tail.Count]);
        for (int row = 0; row < prefixes.Count; row++)
        {
            ReadOnlySpan<int> words = prefixes[row].Words.Span;
            Head.PackRow(row, words[..head[row]], _head);
            Tail.PackRow(row, words[head[row]..], _tail);
        }
    }

    /// <summary>How long the first parts are.</summary>
    public PackedRows Head { get; }

    /// <summary>How long the last parts are.</summary>
    public PackedRows Tail { get; }

    /// <summary>The words of the first parts, packed.</summary>
    public ReadOnlySpan<int> HeadWords => _head;

    /// <summary>The words of the last parts, packed.</summary>
    public ReadOnlySpan<int> TailWords => _tail;

    /// <summary>For each prefix, 1 for a plural verb, else 0.</summary>
    public ReadOnlySpan<int> Labels => _labels;
}
