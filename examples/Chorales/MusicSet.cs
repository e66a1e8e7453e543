using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace AutoDiff.Examples.Chorales;

/// <summary>Pieces to train on, to choose weights by, and to test on.</summary>
/// <param name="Name">Where they come from.</param>
/// <param name="Training">To train on.</param>
/// <param name="Validation">To choose weights by.</param>
/// <param name="Test">To test on.</param>
public sealed record MusicSet(string Name, IReadOnlyList<Piece> Training, IReadOnlyList<Piece> Validation, IReadOnlyList<Piece> Test)
{
    /// <summary>Reads a JSON file, or without one makes music up.</summary>
    /// <param name="path">
    /// A file with <c>train</c>, <c>valid</c> and <c>test</c>: lists of pieces, lists of frames, lists of MIDI notes (-1 for silence); null to make some up.
    /// </param>
    /// <exception cref="InputException">There is no such file, or it is of another form.</exception>
    public static MusicSet Load(string? path)
    {
        if (path is null)
            return new MusicSet("made music", MadeMusic.Pieces(60, 1), MadeMusic.Pieces(20, 2), MadeMusic.Pieces(20, 3));
        try
        {
            using FileStream stream = File.OpenRead(path);
            Dictionary<string, int[][][]> parts = JsonSerializer.Deserialize<Dictionary<string, int[][][]>>(stream) ?? [];
            return new MusicSet(Path.GetFileName(path), Part(parts, "train"), Part(parts, "valid"), Part(parts, "test"));
        }
        catch (JsonException error)
        {
            throw new InputException(
                $"--data: {path} is no JSON of pieces, frames and notes at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}; "
                    + "need train, valid and test, lists of pieces.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--data: {path} cannot be read: {error.Message}");
        }
    }

    /// <summary>
    /// The loss of a frame, in nats, under the share of frames in which each key sounds: what can be had without listening. Each share is
    /// counted with one frame more in which the key sounds and one in which it does not.
    /// </summary>
    /// <param name="pieces">What is predicted.</param>
    public double LossOfShares(IReadOnlyList<Piece> pieces)
    {
        double[] sounds = new double[Piece.Keys];
        int frames = 0;
        foreach (Piece piece in Training)
        {
            frames += piece.Length;
            for (int t = 0; t < piece.Length; t++)
            {
                foreach (int key in piece[t])
                    sounds[key]++;
            }
        }

        double silent = sounds.Sum(count => -Math.Log(1 - ((count + 1) / (frames + 2)))), loss = 0;
        foreach (Piece piece in pieces)
        {
            for (int t = 1; t < piece.Length; t++)
            {
                loss += silent;
                foreach (int key in piece[t])
                    loss += Math.Log(frames + 1 - sounds[key]) - Math.Log(sounds[key] + 1);
            }
        }

        return loss / pieces.Sum(piece => piece.Length - 1);
    }

    private static IReadOnlyList<Piece> Part(Dictionary<string, int[][][]> parts, string name)
    {
        if (!parts.TryGetValue(name, out int[][][]? pieces) || pieces is null || pieces.Length == 0)
            throw new InputException($"--data: there are no pieces called {name}; need train, valid and test.");
        if (pieces.Any(piece => piece is null || piece.Contains(null)))
            throw new InputException($"--data: {name} has null in place of a piece or a frame; need lists, empty ones for silence.");
        try
        {
            return [.. pieces.Select(frames => new Piece(frames.Select(notes => notes.Where(note => note != -1).Select(note => note - Piece.Lowest))))];
        }
        catch (InputException error)
        {
            throw new InputException($"--data: in {name}, {error.Message}");
        }
    }
}
