using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace AutoDiff.Examples.Tagger;

/// <summary>
/// What the model knows by number: words that came twice or more, without regard to capitals; characters; parts of speech. Word 0 stands for all other
/// words and character 0 for all other characters.
/// </summary>
public sealed class Lexicon
{
    private const int Fewest = 2;

    private readonly Contents _contents;
    private readonly Dictionary<string, int> _words, _tags;
    private readonly Dictionary<char, int> _characters;

    private Lexicon(Contents contents)
    {
        _contents = contents;
        _words = contents.Words.Select((word, i) => (word, i)).ToDictionary(pair => pair.word, pair => pair.i + 1, StringComparer.Ordinal);
        _characters = contents.Characters.Select((character, i) => (character, i)).ToDictionary(pair => pair.character, pair => pair.i + 1);
        _tags = contents.Tags.Select((tag, i) => (tag, i)).ToDictionary(pair => pair.tag, pair => pair.i, StringComparer.Ordinal);
    }

    /// <summary>How many words there are, the one for all others included.</summary>
    public int WordCount => _contents.Words.Count + 1;

    /// <summary>How many characters there are, the one for all others included.</summary>
    public int CharacterCount => _contents.Characters.Length + 1;

    /// <summary>The parts of speech.</summary>
    public IReadOnlyList<string> Tags => _contents.Tags;

    /// <summary>Collects what is in sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    public static Lexicon Of(IReadOnlyList<TaggedSentence> sentences)
    {
        KeyValuePair<string, int>[] words = [.. sentences.SelectMany(sentence => sentence.Words)
            .CountBy(word => word.ToLowerInvariant()).Where(word => word.Value >= Fewest).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)];
        return new Lexicon(new Contents(
            [.. words.Select(word => word.Key)],
            [.. words.Select(word => word.Value)],
            string.Concat(sentences.SelectMany(sentence => sentence.Words).SelectMany(word => word).Distinct().Order()),
            [.. sentences.SelectMany(sentence => sentence.Tags).Distinct().Order(StringComparer.Ordinal)]));
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is no such text.</exception>
    public static Lexicon FromJson(string json) => new(JsonSerializer.Deserialize<Contents>(json) ?? throw new JsonException("no lexicon"));

    /// <summary>Writes everything as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(_contents);

    /// <summary>The number of a word.</summary>
    /// <param name="word">The word as it is written.</param>
    public int WordOf(string word) => _words.GetValueOrDefault(word.ToLowerInvariant());

    /// <summary>How often a word came.</summary>
    /// <param name="word">Its number, not 0.</param>
    public int CountOf(int word) => _contents.Counts[word - 1];

    /// <summary>The numbers of a word's characters.</summary>
    /// <param name="word">The word as it is written.</param>
    public int[] SpellingOf(string word) => [.. word.Select(character => _characters.GetValueOrDefault(character))];

    /// <summary>The number of a part of speech; -1 for one that is not known.</summary>
    /// <param name="tag">The part of speech.</param>
    public int TagOf(string tag) => _tags.GetValueOrDefault(tag, -1);

    private sealed record Contents(IReadOnlyList<string> Words, IReadOnlyList<int> Counts, string Characters, IReadOnlyList<string> Tags);
}
