using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace AutoDiff.Examples.Tagger;

/// <summary>
/// Files in the format of Universal Dependencies: a word on each line with columns separated by tabs, of which the first is its number, the second its form and the fourth
/// its universal part of speech; an empty line after each sentence; comments begin with <c>#</c>. Lines whose numbers have a dash or a dot are no words.
/// </summary>
public static class ConlluFile
{
    private const int Number = 0, Form = 1, Tag = 3, Columns = 10;

    /// <summary>Reads a file, packed with gzip if it is called so.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="InputException">The file cannot be read, is malformed or has no sentence.</exception>
    public static IReadOnlyList<TaggedSentence> Read(string path)
    {
        try
        {
            using Stream file = File.OpenRead(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using StreamReader reader = new(stream, TextLines.Utf8);
            return Read(reader, Path.GetFileName(path));
        }
        catch (DecoderFallbackException)
        {
            throw new InputException($"--data: {path} is not UTF-8 text; need a file of Universal Dependencies.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException($"--data: {path} cannot be read: {error.Message}");
        }
    }

    /// <summary>Reads sentences.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InputException">A line is malformed, or there is no sentence.</exception>
    public static IReadOnlyList<TaggedSentence> Read(TextReader reader, string name)
    {
        List<TaggedSentence> sentences = [];
        List<string> words = [], tags = [];
        int line = 0;
        while (reader.ReadLine() is string text)
        {
            line++;
            if (text.StartsWith('#'))
                continue;
            if (text.Length == 0)
            {
                End();
                continue;
            }

            string[] columns = text.Split('\t');
            if (columns.Length != Columns)
                throw new InputException($"--data: {name}, line {line} has {columns.Length} columns; need {Columns}, separated by tabs.");
            if (columns[Number].AsSpan().ContainsAny('-', '.'))
                continue;
            words.Add(columns[Form]);
            tags.Add(columns[Tag]);
        }

        End();
        return sentences.Count > 0 ? sentences : throw new InputException($"--data: {name} has no sentences; need one or more.");

        void End()
        {
            if (words.Count > 0)
                sentences.Add(new TaggedSentence([.. words], [.. tags]));
            words.Clear();
            tags.Clear();
        }
    }
}
