using System;
using System.Collections.Generic;

namespace AutoDiff.Examples;

/// <summary>
/// Sentences like <c>the dogs near the old bridge by the river bark at the moon .</c>: the verb agrees in number with the first noun,
/// and stands 4 to 9 words after it. A loss that is not followed back that far cannot teach the state what to keep.
/// </summary>
/// <param name="seed">The same seed gives the same sentences.</param>
public sealed class ToyGrammar(int seed)
{
    private static readonly string[] Subjects = ["dog", "cat", "horse", "child", "farmer", "bird"];
    private static readonly string[] Plurals = ["dogs", "cats", "horses", "children", "farmers", "birds"];
    private static readonly string[] Prepositions = ["near", "behind", "beside"];
    private static readonly string[] Adjectives = ["old", "green", "narrow"];
    private static readonly string[] Places = ["bridge", "river", "garden", "wall", "house", "well"];
    private static readonly string[] Verbs = ["sleeps", "waits", "sings", "plays"];
    private static readonly string[] PluralVerbs = ["sleep", "wait", "sing", "play"];
    private static readonly string[] Ends = ["quietly", "today", "again", "alone"];

    private readonly Random _random = new(seed);

    /// <summary>Generates sentences.</summary>
    /// <param name="count">How many.</param>
    public IReadOnlyList<WrittenSentence> Sentences(int count)
    {
        WrittenSentence[] sentences = new WrittenSentence[count];
        for (int i = 0; i < count; i++)
            sentences[i] = Sentence();
        return sentences;
    }

    private WrittenSentence Sentence()
    {
        bool plural = _random.Next(2) == 1;
        List<string> words = ["the", Any(plural ? Plurals : Subjects)];
        for (int places = 1 + _random.Next(2); places > 0; places--)
        {
            words.AddRange([Any(Prepositions), "the"]);
            if (_random.Next(2) == 1)
                words.Add(Any(Adjectives));
            words.Add(Any(Places));
        }

        int at = words.Count, verb = _random.Next(Verbs.Length);
        (string right, string wrong) = plural ? (PluralVerbs[verb], Verbs[verb]) : (Verbs[verb], PluralVerbs[verb]);
        words.AddRange([right, Any(Ends), "."]);
        return new WrittenSentence(words, 1, at, plural, right, wrong);
    }

    private string Any(string[] words) => words[_random.Next(words.Length)];
}
