using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.Tagger;

/// <summary>
/// Sentences of a small grammar. Some words are nouns or verbs by their place alone (<c>the walk</c>, <c>they walk</c>), and most others are
/// made up of syllables, so that new ones can be told by their endings only.
/// </summary>
public static class MadeGrammar
{
    private static readonly string[] Syllables = ["bra", "lo", "mi", "tren", "dar", "vel", "so", "gim", "pul", "ka", "fen", "ru"];
    private static readonly string[] Determiners = ["the", "a", "this", "every"];
    private static readonly string[] Pronouns = ["they", "we", "you", "I"];
    private static readonly string[] Auxiliaries = ["will", "must", "can"];
    private static readonly string[] Prepositions = ["with", "near", "under", "for"];
    private static readonly string[] Either = ["walk", "play", "watch", "cook", "answer", "plan", "can", "will"];

    /// <summary>Makes sentences.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same sentences.</param>
    public static IReadOnlyList<TaggedSentence> Sentences(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Sentence(random).Make())];
    }

    private sealed class Sentence(Random random)
    {
        private readonly List<string> _words = [], _tags = [];

        public TaggedSentence Make()
        {
            Subject();
            if (Chance(3))
                Add(Any(Auxiliaries), "AUX");
            Add(Chance(2) ? Any(Either) : Stem() + "ize", "VERB");
            if (Chance(2))
                Thing();
            if (Chance(2))
                Add(Stem() + "ly", "ADV");
            if (Chance(3))
            {
                Add(Any(Prepositions), "ADP");
                Thing();
            }

            Add(".", "PUNCT");
            return new TaggedSentence(_words, _tags);
        }

        private void Subject()
        {
            if (Chance(2))
                Add(Any(Pronouns), "PRON");
            else if (Chance(2))
                Name();
            else
                Thing();
        }

        private void Name()
        {
            string stem = Stem();
            Add(char.ToUpperInvariant(stem[0]) + stem[1..], "PROPN");
        }

        private void Thing()
        {
            Add(Any(Determiners), "DET");
            if (Chance(2))
                Add(Stem() + "ous", "ADJ");
            Add(Chance(2) ? Any(Either) : Stem() + "ness", "NOUN");
        }

        private string Stem() => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Any(Syllables)));

        private bool Chance(int of) => random.Next(of) == 0;

        private string Any(string[] words) => words[random.Next(words.Length)];

        private void Add(string word, string tag)
        {
            _words.Add(word);
            _tags.Add(tag);
        }
    }
}
