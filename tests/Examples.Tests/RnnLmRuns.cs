using System;
using System.Collections.Generic;
using System.IO;
using AutoDiff.Examples.RnnLm;

namespace AutoDiff.Tests.Examples;

// A folder with a few sentences in the format of the number agreement data, and runs of the word model.
internal sealed class RnnLmRuns : IDisposable
{
    public const string Header = "sentence\tsubj_idx\tverb_idx\tverb_pos\tverb\tinflected_verb";

    public RnnLmRuns()
    {
        Folder = Directory.CreateTempSubdirectory("rnn-lm-").FullName;
        Write("wiki-dev.txt", Header, "the dogs bark .\t1\t2\tVBP\tbark\tbarks");
        Write("wiki-test.txt", Header, "the dog barks .\t1\t2\tVBZ\tbarks\tbark", "the old dogs bark at NNP .\t2\t3\tVBP\tbark\tbarks");
        Write(
            "vocab.wiki.txt", "the\t10\t0.25", "<s>\t8\t0.2", "</s>\t8\t0.2", "UNK\t0\t0", ".\t4\t0.1", "bark\t2\t0.05", "barks\t2\t0.05", "dogs\t2\t0.05",
            "dog\t2\t0.05", "old\t2\t0.05");
    }

    public string Folder { get; }

    public string At(string name) => Path.Combine(Folder, name);

    public void Write(string name, params IEnumerable<string> lines) => File.WriteAllLines(At(name), lines);

    // A run by the command line: exit code, what it said, and what it complained of.
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = Program.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    public (int Code, string Output, string Error) RunOnFolder(params string[] arguments) => Run(["--data", Folder, "--vocabulary", "9", .. arguments]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
