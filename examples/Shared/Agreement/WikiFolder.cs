using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace AutoDiff.Examples;

/// <summary>
/// A folder of the number agreement data: sentences with <c>sentence, subj_idx, verb_idx, verb_pos, verb, inflected_verb</c> in columns
/// after a header, and a vocabulary with <c>word, count, share</c>, most frequent first. Columns are separated by tabs.
/// </summary>
public sealed class WikiFolder
{
    /// <summary>The sentences to validate on.</summary>
    public const string ValidationFile = "wiki-dev.txt";

    private const string VocabularyFile = "vocab.wiki.txt", Header = "sentence\tsubj_idx\tverb_idx\tverb_pos\tverb\tinflected_verb";

    private readonly string _path;

    /// <summary>Takes a folder.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="InputException">There is no such folder.</exception>
    public WikiFolder(string path)
    {
        if (!Directory.Exists(path))
            throw new InputException($"--data: there is no folder {path}.");
        _path = path;
    }

    /// <summary>The sentences to train on: the training part, or where it is not there the test part in its place.</summary>
    public string TrainingFile => File.Exists(Path.Combine(_path, "wiki-train.txt")) ? "wiki-train.txt" : "wiki-test.txt";

    /// <summary>Reads a file of sentences.</summary>
    /// <param name="file">Its name.</param>
    /// <exception cref="InputException">The file is missing, empty or malformed.</exception>
    public IReadOnlyList<WrittenSentence> Sentences(string file)
    {
        List<WrittenSentence> sentences = [];
        foreach ((int number, string line) in Lines(file))
        {
            if (number == 1)
            {
                if (line != Header)
                    throw Malformed(file, number, $"is not the header; need the columns {Header.Replace("\t", ", ", StringComparison.Ordinal)}, separated by tabs");
                continue;
            }

            string[] columns = Columns(file, number, line, 6);
            string[] words = columns[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                throw Malformed(file, number, "has a sentence without words; need one word or more");
            int subject = Place(file, number, columns[1], "subject", words.Length), verb = Place(file, number, columns[2], "verb", words.Length);
            if (columns[3] is not ("VBZ" or "VBP"))
                throw Malformed(file, number, $"has \"{columns[3]}\" as the verb's number; need VBZ for singular or VBP for plural");
            sentences.Add(new WrittenSentence(words, subject, verb, columns[3] == "VBP", columns[4], columns[5]));
        }

        if (sentences.Count == 0)
            throw new InputException($"--data: {file} has no sentences; need a header and one sentence or more.");
        return sentences;
    }

    /// <summary>Reads the vocabulary.</summary>
    /// <returns>Each word with its share of all tokens.</returns>
    /// <exception cref="InputException">The file is missing, empty or malformed.</exception>
    public IReadOnlyList<(string Word, double Share)> Words()
    {
        List<(string Word, double Share)> words = [];
        foreach ((int number, string line) in Lines(VocabularyFile))
        {
            string[] columns = Columns(VocabularyFile, number, line, 3);
            if (!double.TryParse(columns[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double share) || !(share is >= 0 and <= 1))
                throw Malformed(VocabularyFile, number, $"has \"{columns[2]}\" as the share of a word; need a number from 0 to 1");
            words.Add((columns[0], share));
        }

        if (words.Count == 0)
            throw new InputException($"--data: {VocabularyFile} has no words; need one on each line.");
        return words;
    }

    private IEnumerable<(int Number, string Line)> Lines(string file)
    {
        string path = Path.Combine(_path, file);
        if (!File.Exists(path))
            throw new InputException($"--data: there is no file {file} in the folder {_path}; need wiki-dev.txt, wiki-test.txt (or wiki-train.txt) and vocab.wiki.txt.");
        int number = 0;
        foreach (string line in TextLines.Read("--data", path))
            yield return (++number, line);
    }

    private static int Place(string file, int line, string text, string what, int words) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place < words
            ? place
            : throw Malformed(file, line, $"has \"{text}\" as the place of the {what}; need a number from 0 to {words - 1}");

    private static string[] Columns(string file, int number, string line, int count)
    {
        string[] columns = line.Split('\t');
        return columns.Length == count ? columns : throw Malformed(file, number, $"has {columns.Length} columns; need {count}, separated by tabs");
    }

    private static InputException Malformed(string file, int line, string what) => new($"--data: {file}, line {line} {what}.");
}
