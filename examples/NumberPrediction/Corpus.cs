using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>Beginnings of sentences to train on, and others to measure on.</summary>
public sealed class Corpus
{
    private const int ToySentences = 1000;

    private Corpus(string name, WordList words, IEnumerable<WrittenSentence> training, IEnumerable<WrittenSentence> validation)
    {
        Name = name;
        Words = words;
        Training = Prefixes(training);
        Validation = Prefixes(validation);
    }

    /// <summary>Where the sentences come from.</summary>
    public string Name { get; }

    /// <summary>The words that are known.</summary>
    public WordList Words { get; }

    /// <summary>What is trained on.</summary>
    public IReadOnlyList<Prefix> Training { get; }

    /// <summary>What is measured on.</summary>
    public IReadOnlyList<Prefix> Validation { get; }

    /// <summary>The share of the more frequent number among what is measured on.</summary>
    public double Majority => Math.Max(Validation.Average(prefix => prefix.IsPlural ? 1 : 0), Validation.Average(prefix => prefix.IsPlural ? 0 : 1));

    /// <summary>Reads a folder, or without one generates sentences.</summary>
    /// <param name="folder">The folder; null to generate.</param>
    /// <param name="sentences">How many sentences to train on, at most.</param>
    /// <param name="vocabulary">How many words to know, at most.</param>
    /// <exception cref="InputException">A file is missing or malformed.</exception>
    public static Corpus Load(string? folder, int sentences, int vocabulary)
    {
        if (folder is not null)
        {
            WikiFolder wiki = new(folder);
            return new Corpus(
                wiki.TrainingFile,
                new WordList(wiki.Words(), vocabulary),
                wiki.Sentences(wiki.TrainingFile).Take(sentences),
                wiki.Sentences(WikiFolder.ValidationFile));
        }

        IReadOnlyList<WrittenSentence> training = new ToyGrammar(1).Sentences(Math.Min(sentences, ToySentences));
        return new Corpus("toy grammar", WordList.Of(training, vocabulary), training, new ToyGrammar(2).Sentences(ToySentences / 2));
    }

    // A verb that begins its sentence has nothing before it to tell its number from.
    private IReadOnlyList<Prefix> Prefixes(IEnumerable<WrittenSentence> sentences) =>
    [
        .. sentences.Where(sentence => sentence.VerbAt > 0)
            .Select(sentence => new Prefix(sentence.Words.Take(sentence.VerbAt).Select(Words.NumberOf).ToArray(), sentence.IsPlural, sentence.VerbAt - sentence.SubjectAt)),
    ];
}
