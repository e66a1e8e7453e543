using System;
using System.Collections.Generic;

namespace AutoDiff.Examples.TrigramLm;

/// <summary>Words in threes: each word of a text, the end of a sentence included, with the two before it. Two marks stand before a sentence.</summary>
public sealed class Trigrams
{
    private readonly List<int> _before = [], _last = [], _next = [];

    /// <summary>Takes the trigrams of sentences.</summary>
    /// <param name="words">The words that are known.</param>
    /// <param name="sentences">The sentences, word by word.</param>
    public Trigrams(WordList words, IEnumerable<IReadOnlyList<string>> sentences)
    {
        int begin = words.NumberOf(WordList.Begin), end = words.NumberOf(WordList.End);
        foreach (IReadOnlyList<string> sentence in sentences)
        {
            (int before, int last) = (begin, begin);
            for (int i = 0; i <= sentence.Count; i++)
            {
                int next = i < sentence.Count ? words.NumberOf(sentence[i]) : end;
                _before.Add(before);
                _last.Add(last);
                _next.Add(next);
                (before, last) = (last, next);
            }
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _next.Count;

    /// <summary>One of them: the second word before, the word before, and the word itself.</summary>
    /// <param name="place">Which, from 0.</param>
    public (int Before, int Last, int Next) this[int place] => (_before[place], _last[place], _next[place]);

    /// <summary>All places, in an order that the seed decides.</summary>
    /// <param name="seed">The seed.</param>
    public int[] Shuffled(int seed)
    {
        int[] places = new int[Count];
        for (int i = 0; i < places.Length; i++)
            places[i] = i;
        new Random(seed).Shuffle(places);
        return places;
    }
}
