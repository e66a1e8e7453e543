using System;
using System.Globalization;
using AutoDiff.Rnn;

namespace AutoDiff.Examples;

/// <summary>Truncations as command lines write them: <c>none</c>, <c>chunks:K</c>, <c>window:K</c> and <c>window:K:STRIDE</c>.</summary>
public static class TruncationForms
{
    /// <summary>The forms, for help and complaints.</summary>
    public const string All = "none, chunks:K, window:K or window:K:STRIDE";

    /// <summary>Reads a truncation.</summary>
    /// <param name="option">The option that it was given with.</param>
    /// <param name="text">What was given.</param>
    /// <param name="cutsFrom">Where cuts are counted from.</param>
    /// <param name="more">Forms that the caller has read before, for the complaint.</param>
    /// <exception cref="InputException">The text is none of the forms, or a number is out of its range.</exception>
    public static Truncation Read(string option, string text, CutsFrom cutsFrom = CutsFrom.Unstated, string more = "")
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
                _ => throw new InputException($"{option}: \"{text}\" is no policy; need {more}{All} with whole numbers."),
            };
        }
        catch (ArgumentException error)
        {
            throw new InputException($"{option}: {error.Message}");
        }
    }
}
