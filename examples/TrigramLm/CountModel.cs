using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.TrigramLm;

/// <summary>
/// Counts instead of weights: the chance of a word after a history is mixed from how often it came there and its chance after the shorter history,
/// <c>p(w | h) = (c(h w) + n(h) p(w | h')) / (c(h) + n(h))</c>, where n(h) different words came after h; with no history left, all words are equally likely.
/// Source: Witten and Bell 1991; Chen and Goodman 1998, section 2.6.
/// </summary>
public sealed class CountModel
{
    private readonly int _vocabulary, _order;
    private readonly Dictionary<(int Order, int Before, int Last, int Next), int> _counts = [];
    private readonly Dictionary<(int Order, int Before, int Last), (int Words, int Kinds)> _histories = [];

    /// <summary>Counts.</summary>
    /// <param name="text">What is counted.</param>
    /// <param name="vocabulary">How many words there are.</param>
    /// <param name="order">How many words of history count: 0, 1 or 2.</param>
    public CountModel(Trigrams text, int vocabulary, int order)
    {
        (_vocabulary, _order) = (vocabulary, order);
        for (int i = 0; i < text.Count; i++)
        {
            for (int length = 0; length <= order; length++)
                Count(Shortened(text[i], length), length);
        }
    }

    /// <summary>The perplexity: e to the mean surprise of a word, in nats.</summary>
    /// <param name="text">What is predicted.</param>
    public double Perplexity(Trigrams text) => Math.Exp(Enumerable.Range(0, text.Count).Average(i => -Math.Log(Probability(text[i]))));

    /// <summary>The chance of a word after the two before it.</summary>
    /// <param name="words">The three words.</param>
    public double Probability((int Before, int Last, int Next) words)
    {
        double probability = 1.0 / _vocabulary;
        for (int length = 0; length <= _order; length++)
        {
            (int before, int last, int next) = Shortened(words, length);
            if (_histories.TryGetValue((length, before, last), out (int Words, int Kinds) history))
                probability = (_counts.GetValueOrDefault((length, before, last, next)) + (history.Kinds * probability)) / (history.Words + history.Kinds);
        }

        return probability;
    }

    private static (int Before, int Last, int Next) Shortened((int Before, int Last, int Next) words, int length) =>
        (length > 1 ? words.Before : -1, length > 0 ? words.Last : -1, words.Next);

    private void Count((int Before, int Last, int Next) words, int length)
    {
        (int, int, int) history = (length, words.Before, words.Last);
        int count = _counts[(length, words.Before, words.Last, words.Next)] = _counts.GetValueOrDefault((length, words.Before, words.Last, words.Next)) + 1;
        (int all, int kinds) = _histories.GetValueOrDefault(history);
        _histories[history] = (all + 1, kinds + (count == 1 ? 1 : 0));
    }
}
