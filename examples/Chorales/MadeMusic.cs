using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.Chorales;

/// <summary>
/// Music by a few rules: chords of a major key follow each other as in simple hymns, each for two to four frames, bass on the root, an upper voice that moves to
/// a near note of the chord, and the two in between where they fit.
/// </summary>
public static class MadeMusic
{
    // Roots in the scale that may follow a root: I to IV, V, VI; and so on.
    private static readonly int[][] Next = [[3, 4, 5], [4], [5], [0, 4, 1], [0, 0, 5], [3, 1], [0]];
    private static readonly int[] Scale = [0, 2, 4, 5, 7, 9, 11];

    /// <summary>Makes pieces.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same pieces.</param>
    public static IReadOnlyList<Piece> Pieces(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Make(random))];
    }

    private static Piece Make(Random random)
    {
        int tonic = 33 + random.Next(-3, 4), root = 0, melody = tonic + 28;
        List<int[]> frames = [];
        for (int chords = random.Next(8, 16); chords > 0; chords--)
        {
            int[] tones = [Tone(root), Tone(root + 2), Tone(root + 4)];
            int bass = tonic - 12 + tones[0];
            melody = Enumerable.Range(melody - 7, 15)
                .Where(key => tones.Any(tone => (key - tonic - tone) % 12 == 0))
                .OrderBy(key => Math.Abs(key - melody + random.Next(-4, 5)))
                .First();
            int alto = Below(melody, tonic + tones[1]), tenor = Below(alto, tonic + tones[2]);
            for (int length = random.Next(2, 5); length > 0; length--)
                frames.Add([bass, tenor, alto, melody]);
            melody = Math.Clamp(melody, tonic + 20, tonic + 34);
            root = Next[root][random.Next(Next[root].Length)];
        }

        return new Piece(frames);
    }

    // A step of the scale in half tones.
    private static int Tone(int step) => Scale[step % 7] + (12 * (step / 7));

    // The highest key of a pitch class below another key.
    private static int Below(int key, int pitch) => key - 1 - ((((key - 1 - pitch) % 12) + 12) % 12);
}
