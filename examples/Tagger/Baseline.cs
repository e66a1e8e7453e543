using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.Tagger;

/// <summary>What can be had without a model: each word's most frequent part of speech; for a new word, that of words that came once, with or without a capital.</summary>
public sealed class Baseline
{
    private readonly Dictionary<string, string> _tags;
    private readonly string _capital, _small;

    /// <summary>Counts.</summary>
    /// <param name="sentences">The training sentences.</param>
    public Baseline(IReadOnlyList<TaggedSentence> sentences)
    {
        (string Word, string Tag)[] words = [.. sentences.SelectMany(sentence => sentence.Words.Zip(sentence.Tags))];
        IGrouping<string, (string Word, string Tag)>[] forms = [.. words.GroupBy(pair => pair.Word, StringComparer.Ordinal)];
        _tags = forms.ToDictionary(form => form.Key, MostFrequent, StringComparer.Ordinal);
        (string Word, string Tag)[] once = [.. forms.Where(form => form.Count() == 1).Select(form => form.First())];
        _capital = MostFrequent(once.Where(pair => char.IsUpper(pair.Word[0])).DefaultIfEmpty(words[0]));
        _small = MostFrequent(once.Where(pair => !char.IsUpper(pair.Word[0])).DefaultIfEmpty(words[0]));
    }

    /// <summary>Tags a sentence.</summary>
    /// <param name="words">Its words.</param>
    public IReadOnlyList<string> Tag(IReadOnlyList<string> words) =>
        [.. words.Select(word => _tags.TryGetValue(word, out string? tag) ? tag : char.IsUpper(word[0]) ? _capital : _small)];

    private static string MostFrequent(IEnumerable<(string Word, string Tag)> words) =>
        words.CountBy(pair => pair.Tag).OrderByDescending(tag => tag.Value).ThenBy(tag => tag.Key, StringComparer.Ordinal).First().Key;
}
