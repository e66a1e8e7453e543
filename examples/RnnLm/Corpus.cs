using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Sentences to train on and sentences to validate on.</summary>
public sealed class Corpus
{
    private const int StandardCount = 1000, StandardVocabulary = 2000;

    private Corpus(string name, WordList vocabulary, IEnumerable<WrittenSentence> training, IEnumerable<WrittenSentence> validation)
    {
        Name = name;
        Vocabulary = vocabulary;
        Training = [.. training.Select(sentence => Sentence.Of(vocabulary, sentence))];
        Validation = [.. validation.Select(sentence => Sentence.Of(vocabulary, sentence))];
    }

    /// <summary>Where the sentences come from.</summary>
    public string Name { get; }

    /// <summary>The words.</summary>
    public WordList Vocabulary { get; }

    /// <summary>The sentences to train on.</summary>
    public IReadOnlyList<Sentence> Training { get; }

    /// <summary>The sentences to validate on.</summary>
    public IReadOnlyList<Sentence> Validation { get; }

    /// <summary>Words that a pass over the training sentences predicts, ends of sentences included.</summary>
    public long TrainingWords => Training.Sum(sentence => (long)sentence.Chunk.Steps);

    /// <summary>Reads a folder, or without one generates sentences.</summary>
    /// <param name="folder">The folder; null to generate.</param>
    /// <param name="sentences">How many sentences to train on; null for 1,000, or as many as there are.</param>
    /// <param name="vocabulary">How many words to know; null for 2,000.</param>
    /// <exception cref="InputException">A file is missing or malformed, or there are too few sentences.</exception>
    public static Corpus Load(string? folder, int? sentences, int? vocabulary)
    {
        if (sentences < 1)
            throw new InputException($"--sentences: {sentences} is out of range; need 1 or more.");
        if (vocabulary < 3)
            throw new InputException($"--vocabulary: {vocabulary} is out of range; need 3 or more: <s>, </s> and UNK are words.");
        return folder is null ? Generate(sentences ?? StandardCount, vocabulary ?? StandardVocabulary) : Read(new WikiFolder(folder), sentences, vocabulary ?? StandardVocabulary);
    }

    private static Corpus Generate(int sentences, int vocabulary)
    {
        IReadOnlyList<WrittenSentence> training = new ToyGrammar(1).Sentences(sentences), validation = new ToyGrammar(2).Sentences(StandardCount / 2);
        return new Corpus("toy grammar", WordList.Of(training, vocabulary), training, validation);
    }

    private static Corpus Read(WikiFolder folder, int? sentences, int vocabulary)
    {
        IReadOnlyList<WrittenSentence> training = folder.Sentences(folder.TrainingFile), validation = folder.Sentences(WikiFolder.ValidationFile);
        if (sentences > training.Count)
            throw new InputException($"--sentences: {folder.TrainingFile} has {training.Count} sentences, {sentences} were asked for; need at most as many as there are.");
        return new Corpus(folder.TrainingFile, new WordList(folder.Words(), vocabulary), training.Take(sentences ?? StandardCount), validation.Take(StandardCount));
    }
}
