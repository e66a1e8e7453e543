using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.TrigramLm;

/// <summary>Trigrams to train on and to validate on: every tenth sentence is for validation.</summary>
public sealed class Corpus
{
    private const int Tenth = 10;

    private Corpus(string name, IReadOnlyList<WrittenSentence> sentences, int vocabulary)
    {
        WrittenSentence[] training = [.. sentences.Where((_, i) => i % Tenth != Tenth - 1)];
        Name = name;
        Words = WordList.Of(training, vocabulary);
        Training = new Trigrams(Words, training.Select(sentence => sentence.Words));
        Validation = new Trigrams(Words, sentences.Where((_, i) => i % Tenth == Tenth - 1).Select(sentence => sentence.Words));
    }

    /// <summary>Where the text is from.</summary>
    public string Name { get; }

    /// <summary>The words that are known: the most frequent of the training text.</summary>
    public WordList Words { get; }

    /// <summary>What is learnt from.</summary>
    public Trigrams Training { get; }

    /// <summary>What perplexities are measured on.</summary>
    public Trigrams Validation { get; }

    /// <summary>Reads a text, a sentence a line and words between blanks; without one, makes sentences.</summary>
    /// <param name="settings">Which text, and how much of it.</param>
    /// <exception cref="InputException">The file cannot be read, or has too few sentences.</exception>
    public static Corpus Load(Settings settings)
    {
        if (settings.Data is not string path)
            return new Corpus("made sentences", new ToyGrammar(1).Sentences(settings.Sentences), settings.Vocabulary);
        if (!File.Exists(path))
            throw new InputException($"--data: there is no file {path}; need a text with a sentence a line.");
        WrittenSentence[] sentences =
        [
            .. TextLines.Read("--data", path).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words.Length > 0).Take(settings.Sentences)
                .Select(words => new WrittenSentence(words, 0, 0, false, "", "")),
        ];
        return sentences.Length >= Tenth ? new Corpus(Path.GetFileName(path), sentences, settings.Vocabulary)
            : throw new InputException($"--data: {path} has {sentences.Length} lines with words; need {Tenth} or more, every tenth of which is for validation.");
    }
}
