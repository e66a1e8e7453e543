using System;
using System.Globalization;
using AutoDiff.Rnn;

namespace AutoDiff.Examples;

/// <summary>
/// Truncations as command lines write them: <c>none</c>, <c>chunks:K</c>, <c>window:K</c> and <c>window:K:STRIDE</c>; where there is a seed, also
/// <c>random:L</c>, <c>rtrl</c>, <c>snap1</c> and <c>uoro</c>.
/// </summary>
public static class TruncationForms
{
    /// <summary>The forms, for help and complaints.</summary>
    public const string All = "none, chunks:K, window:K or window:K:STRIDE";

    /// <summary>The forms that there are besides where a seed is given.</summary>
    public const string Seeded = "random:L, rtrl, snap1, uoro";

    /// <summary>Reads a truncation.</summary>
    /// <param name="option">The option that it was given with.</param>
    /// <param name="text">What was given.</param>
    /// <param name="cutsFrom">Where cuts are counted from.</param>
    /// <param name="more">Forms that the caller has read before, for the complaint.</param>
    /// <param name="seed">What random cuts and signs are drawn from; null where gradients are neither cut at random nor carried forward.</param>
    /// <exception cref="InputException">The text is none of the forms, or a number is out of its range.</exception>
    public static Truncation Read(string option, string text, CutsFrom cutsFrom = CutsFrom.Unstated, string more = "", ulong? seed = null)
    {
        string[] words = text.Split(':');
        Span<int> numbers = stackalloc int[2];
        bool known = words.Length <= 3;
        for (int i = 1; known && i < words.Length; i++)
            known = int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i - 1]);
        try
        {
            return (known ? words[0] : "", words.Length) switch
            {
                ("none", 1) => Truncation.None,
                ("chunks", 2) => Truncation.Chunks(numbers[0], cutsFrom),
                ("window", 2) => Truncation.Window(numbers[0], cutsFrom: cutsFrom),
                ("window", 3) => Truncation.Window(numbers[0], numbers[1], cutsFrom),
                ("random", 2) when seed is ulong cuts => Truncation.Random(numbers[0], cuts),
                ("rtrl", 1) when seed is not null => Truncation.Rtrl,
                ("snap1", 1) when seed is not null => Truncation.SnAp1,
                ("uoro", 1) when seed is ulong signs => Truncation.Uoro(signs),
                _ => throw new InputException($"{option}: \"{text}\" is no policy; need {more}{(seed is null ? "" : Seeded + ", ")}{All} with whole numbers."),
            };
        }
        catch (ArgumentException error)
        {
            throw new InputException($"{option}: {error.Message}");
        }
    }
}
