using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.Tagger;

/// <summary>Sentences to train on, to choose weights by, and to test on.</summary>
/// <param name="Name">Where they come from.</param>
/// <param name="Training">To train on.</param>
/// <param name="Validation">To choose weights by.</param>
/// <param name="Test">To test on.</param>
public sealed record Treebank(string Name, IReadOnlyList<TaggedSentence> Training, IReadOnlyList<TaggedSentence> Validation, IReadOnlyList<TaggedSentence> Test)
{
    /// <summary>Reads a folder, or without one makes sentences up.</summary>
    /// <param name="folder">
    /// A folder with one file each whose name ends in <c>-train.conllu</c>, <c>-dev.conllu</c> and <c>-test.conllu</c>, with or without <c>.gz</c>; null to
    /// make some up.
    /// </param>
    /// <exception cref="InputException">A file is missing or malformed.</exception>
    public static Treebank Load(string? folder)
    {
        if (folder is null)
            return new Treebank("a made grammar", MadeGrammar.Sentences(600, 1), MadeGrammar.Sentences(200, 2), MadeGrammar.Sentences(200, 3));
        if (!Directory.Exists(folder))
            throw new InputException($"--data: there is no folder {folder}.");
        return new Treebank(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), Part(folder, "train"), Part(folder, "dev"), Part(folder, "test"));
    }

    private static IReadOnlyList<TaggedSentence> Part(string folder, string part)
    {
        string[] paths = [.. Directory.GetFiles(folder).Where(path => path.EndsWith($"-{part}.conllu", StringComparison.Ordinal)
            || path.EndsWith($"-{part}.conllu.gz", StringComparison.Ordinal))];
        return paths is [string path]
            ? ConlluFile.Read(path)
            : throw new InputException($"--data: {folder} has {paths.Length} files whose names end in -{part}.conllu or -{part}.conllu.gz; need one.");
    }
}
