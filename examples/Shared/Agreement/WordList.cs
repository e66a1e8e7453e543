using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples;

/// <summary>The words that the model knows; every other word is <c>UNK</c>.</summary>
public sealed class WordList
{
    /// <summary>The mark before a sentence.</summary>
    public const string Begin = "<s>";

    /// <summary>The mark after a sentence.</summary>
    public const string End = "</s>";

    /// <summary>What stands for all words that are not known.</summary>
    public const string Unknown = "UNK";

    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>Takes the first words of a list.</summary>
    /// <param name="words">Each word once with its share of all tokens, the marks among them.</param>
    /// <param name="size">How many to take.</param>
    /// <exception cref="InputException">A word comes twice, or a mark is not among those that are taken.</exception>
    public WordList(IReadOnlyList<(string Word, double Share)> words, int size)
    {
        foreach ((string word, _) in words.Take(size))
        {
            if (!_numbers.TryAdd(word, _numbers.Count))
                throw new InputException($"--data: the vocabulary has the word \"{word}\" twice; need each word once.");
        }

        foreach (string mark in (string[])[Begin, End, Unknown])
        {
            if (!_numbers.ContainsKey(mark))
                throw new InputException($"--vocabulary: the first {size} words do not hold the mark {mark}; need {Begin}, {End} and {Unknown} among them.");
        }

        Lost = Math.Max(0, words.Skip(size).Sum(word => word.Share));
    }

    /// <summary>How many words there are.</summary>
    public int Count => _numbers.Count;

    /// <summary>The fraction of tokens that are lost to <c>UNK</c>.</summary>
    public double Lost { get; }

    /// <summary>Takes the words of sentences, the most frequent first.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="size">The most words to take, the three marks included.</param>
    public static WordList Of(IReadOnlyList<WrittenSentence> sentences, int size)
    {
        double tokens = sentences.Sum(sentence => sentence.Words.Count + 1);
        IEnumerable<(string Word, double Share)> words = sentences.SelectMany(sentence => sentence.Words)
            .CountBy(word => word)
            .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => (word.Key, word.Value / tokens));
        return new WordList([(Begin, 0), (End, 0), (Unknown, 0), .. words], size);
    }

    /// <summary>The number of a word, or that of <c>UNK</c>.</summary>
    public int NumberOf(string word) => _numbers.GetValueOrDefault(word, _numbers[Unknown]);
}
