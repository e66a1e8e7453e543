using System;
using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.Tagger;

/// <summary>Sentences of several lengths side by side, and the spellings of their words, each once: rows of several lengths too.</summary>
public sealed class SentenceBatch
{
    private readonly int[] _words, _spelled, _characters;

    /// <summary>Puts sentences side by side.</summary>
    /// <param name="lexicon">What is known.</param>
    /// <param name="sentences">The words of each sentence, one or more.</param>
    /// <param name="forgetful">
    /// Where it is drawn from which words are read as unknown while training: a word that came n times, with the probability 0.25 / (0.25 + n); null for none.
    /// </param>
    /// <remarks>
    /// Source of the probability: Kiperwasser and Goldberg 2016, "Simple and Accurate Dependency Parsing Using Bidirectional LSTM Feature Representations",
    /// section 4.
    /// </remarks>
    public SentenceBatch(Lexicon lexicon, IReadOnlyList<IReadOnlyList<string>> sentences, Random? forgetful = null)
    {
        int[] lengths = new int[sentences.Count];
        for (int row = 0; row < lengths.Length; row++)
            lengths[row] = sentences[row].Count;
        Rows = new PackedRows(lengths);
        (_words, _spelled) = (new int[Rows.Count], new int[Rows.Count]);
        Dictionary<string, int> forms = new(StringComparer.Ordinal);
        List<int[]> spellings = [];
        for (int row = 0; row < lengths.Length; row++)
        {
            for (int t = 0; t < lengths[row]; t++)
            {
                string form = sentences[row][t];
                if (!forms.TryGetValue(form, out int spelling))
                {
                    forms.Add(form, spelling = forms.Count);
                    spellings.Add(lexicon.SpellingOf(form));
                }

                int word = lexicon.WordOf(form), place = Rows.Place(row, t);
                bool isForgotten = forgetful is not null && word > 0 && forgetful.NextDouble() < 0.25 / (0.25 + lexicon.CountOf(word));
                (_words[place], _spelled[place]) = (isForgotten ? 0 : word, spelling);
            }
        }

        Spellings = new PackedRows(spellings.ConvertAll(spelling => spelling.Length).ToArray());
        _characters = new int[Spellings.Count];
        for (int row = 0; row < spellings.Count; row++)
            Spellings.PackRow(row, spellings[row], _characters);
    }

    /// <summary>How long the sentences are.</summary>
    public PackedRows Rows { get; }

    /// <summary>The words' numbers, packed.</summary>
    public ReadOnlySpan<int> Words => _words;

    /// <summary>How long the different words are.</summary>
    public PackedRows Spellings { get; }

    /// <summary>The characters of the different words, packed.</summary>
    public ReadOnlySpan<int> Characters => _characters;

    /// <summary>Which of the different words each word is, packed as the sentences are.</summary>
    public ReadOnlySpan<int> Spelled => _spelled;
}
