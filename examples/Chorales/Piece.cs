using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.Chorales;

/// <summary>A piece of music as frames of equal length, in each of which some of the 88 keys of a piano sound.</summary>
public sealed class Piece
{
    /// <summary>Keys of a piano.</summary>
    public const int Keys = 88;

    /// <summary>The MIDI number of the lowest key.</summary>
    public const int Lowest = 21;

    private readonly int[][] _frames;

    /// <summary>Makes a piece.</summary>
    /// <param name="frames">In each frame, the keys that sound, from 0.</param>
    /// <exception cref="InputException">There are fewer than two frames, or a key is none of the 88.</exception>
    public Piece(IEnumerable<IEnumerable<int>> frames)
    {
        _frames = [.. frames.Select(keys => (int[])[.. keys.Distinct().Order()])];
        if (_frames.Length < 2)
            throw new InputException($"a piece has {_frames.Length} frames; need two or more, one to hear and one to predict.");
        if (_frames.SelectMany(keys => keys).Where(key => key is < 0 or >= Keys).Select(key => (int?)key).FirstOrDefault() is int other)
            throw new InputException($"a piece has a note {other + Lowest}; need {Lowest} to {Lowest + Keys - 1}, the keys of a piano.");
    }

    /// <summary>How many frames there are.</summary>
    public int Length => _frames.Length;

    /// <summary>The keys that sound in a frame, lowest first.</summary>
    /// <param name="frame">Which, from 0.</param>
    public ReadOnlySpan<int> this[int frame] => _frames[frame];
}
