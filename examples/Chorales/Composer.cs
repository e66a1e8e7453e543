using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.Chorales;

/// <summary>Lets a model go on with a piece by itself: it hears what it has played.</summary>
public static class Composer
{
    /// <summary>Composes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="opening">What it hears first.</param>
    /// <param name="frames">How many frames the whole is to have.</param>
    /// <param name="temperature">Divides the scores: below 1 likely keys become likelier, above 1 less likely.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <returns>Opening and continuation.</returns>
    public static Piece Compose(ChoraleModel model, IReadOnlyList<IReadOnlyList<int>> opening, int frames, double temperature, int seed)
    {
        Random random = new(seed);
        using IListener listener = model.Listen();
        List<int[]> played = [];
        int[] keys = [.. opening[0]];
        while (true)
        {
            played.Add(keys);
            if (played.Count == frames)
                return new Piece(played);
            float[] scores = [.. listener.Hear(keys)];
            keys = played.Count < opening.Count
                ? [.. opening[played.Count]]
                : [.. Enumerable.Range(0, Piece.Keys).Where(key => random.NextDouble() < 1 / (1 + Math.Exp(-scores[key] / temperature)))];
        }
    }
}
