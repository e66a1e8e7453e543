using System;
using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.Chorales;

/// <summary>Pieces of several lengths side by side: each frame but a piece's last is heard, and the next is to be predicted.</summary>
public sealed class PieceBatch
{
    private readonly float[] _inputs, _targets;

    /// <summary>Puts pieces side by side.</summary>
    /// <param name="pieces">The pieces.</param>
    public PieceBatch(IReadOnlyList<Piece> pieces)
    {
        int[] lengths = new int[pieces.Count];
        for (int row = 0; row < lengths.Length; row++)
            lengths[row] = pieces[row].Length - 1;
        Rows = new PackedRows(lengths);
        (_inputs, _targets) = (new float[Rows.Count * Piece.Keys], new float[Rows.Count * Piece.Keys]);
        for (int row = 0; row < lengths.Length; row++)
        {
            for (int t = 0; t < lengths[row]; t++)
            {
                int place = Rows.Place(row, t) * Piece.Keys;
                Press(pieces[row][t], _inputs.AsSpan(place, Piece.Keys));
                Press(pieces[row][t + 1], _targets.AsSpan(place, Piece.Keys));
            }
        }
    }

    /// <summary>How many frames of each piece are heard.</summary>
    public PackedRows Rows { get; }

    /// <summary>The frames that are heard, packed: 1 where a key sounds, else 0.</summary>
    /// <param name="tape">Where to put them.</param>
    public Variable<float> Inputs(Tape<float> tape) => tape.Constant(_inputs, new Shape(Rows.Count, Piece.Keys));

    /// <summary>The frames that follow, packed.</summary>
    /// <param name="tape">Where to put them.</param>
    public Variable<float> Targets(Tape<float> tape) => tape.Constant(_targets, new Shape(Rows.Count, Piece.Keys));

    private static void Press(ReadOnlySpan<int> keys, Span<float> frame)
    {
        foreach (int key in keys)
            frame[key] = 1;
    }
}
