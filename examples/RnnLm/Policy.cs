using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>A truncation policy with the name that it has in the table.</summary>
/// <param name="Name">The name, as the command line writes it.</param>
/// <param name="Truncation">How far losses are followed back.</param>
public sealed record Policy(string Name, Truncation Truncation)
{
    /// <summary>Reads a list like <c>none,chunks:5,window:3</c>.</summary>
    /// <exception cref="InputException">An item is none of the forms, or its number is out of its range.</exception>
    public static IReadOnlyList<Policy> ReadList(string text) => [.. text.Split(',').Select(Read)];

    /// <summary>Reads a list of lookbacks like <c>0,2,5</c>: a lookback of n is a window of n + 1, a step's own included.</summary>
    /// <exception cref="InputException">An item is no whole number of 0 or more.</exception>
    public static IReadOnlyList<Policy> ReadLookbacks(string text) => [.. text.Split(',').Select(ReadLookback)];

    private static Policy ReadLookback(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int lookback) || lookback == int.MaxValue)
            throw new InputException($"--lookbacks: \"{text}\" is no lookback; need whole numbers of 0 or more, with commas between them.");
        return new Policy($"window:{lookback + 1} (lookback {lookback})", Truncation.Window(lookback + 1));
    }

    private static Policy Read(string text)
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
                ("none", 1) => new Policy(text, Truncation.None),
                ("chunks", 2) => new Policy(text, Truncation.Chunks(numbers[0])),
                ("window", 2) => new Policy(text, Truncation.Window(numbers[0])),
                ("window", 3) => new Policy(text, Truncation.Window(numbers[0], numbers[1])),
                _ => throw new InputException($"--policies: \"{text}\" is no policy; need none, chunks:K, window:K or window:K:STRIDE with whole numbers, and commas between them."),
            };
        }
        catch (ArgumentException error)
        {
            throw new InputException($"--policies: {error.Message}");
        }
    }
}
