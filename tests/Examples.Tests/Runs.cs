using System;
using System.IO;
using System.Linq;
using System.Threading;
using AutoDiff.Examples.CharacterLm;

namespace AutoDiff.Tests.Examples;

// Small runs of the character model, and a folder for their files.
internal sealed class Runs : IDisposable
{
    public Runs()
    {
        Folder = Directory.CreateTempSubdirectory("character-lm-").FullName;
        TextPath = At("text.txt");
        File.WriteAllText(TextPath, Text());
    }

    public string Folder { get; }

    public string TextPath { get; }

    public static Settings Tiny { get; } = new()
    {
        Layers = 2,
        Hidden = 6,
        StepsPerSequence = 7,
        Batch = 3,
        Truncation = new TruncationText("window:4:2"),
        Dropout = 0.25,
        Validation = 0.2,
    };

    // 300 characters that do not divide into rows and chunks of anything used here.
    public static string Text() => string.Concat(Enumerable.Range(0, 299).Select(i => "the quick brown fox\n"[(i * i + (i / 7)) % 20])) + "é";

    public static Trainer Trainer(Settings settings)
    {
        TrainingText text = new("a text", Text(), settings);
        return CharacterModel.Create(settings, text.Vocabulary).CreateTrainer(text);
    }

    public string At(string name) => Path.Combine(Folder, name);

    // A run by the command line: exit code, what it said, and what it complained of.
    public (int Code, string Output, string Error) Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public (int Code, string Output, string Error) Run(CancellationToken stop, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = Program.Run(arguments, new PlainProgress(output), output, error, stop);
        return (code, output.ToString(), error.ToString());
    }

    // The same, on the small text with a small model, saved in the folder.
    public (int Code, string Output, string Error) Train(params string[] arguments) =>
        Run(
        [
            "--text",
            TextPath,
            "--hidden",
            "6",
            "--batch",
            "3",
            "--steps-per-sequence",
            "7",
            "--validation",
            "0.2",
            "--dropout",
            "0.25",
            "--save",
            At("run.safetensors"),
            .. arguments,
        ]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
