using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.Chorales;

/// <summary>The program.</summary>
public static class Program
{
    private const int Opening = 8;

    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Settings standard = new();
        Option<string?> data = new("--data")
        {
            HelpName = "FILE",
            Description = "A JSON file with train, valid and test: pieces of frames of MIDI notes. Default: music made by a few rules.",
        };
        CellListOption cells = new(CellKind.Lstm);
        NumberOption<int> hidden = new("--hidden", "N", "Features of the state.", standard.Hidden, 1, 4096);
        NumberOption<int> epochs = new("--epochs", "N", "Passes over the pieces.", standard.Epochs, 1, 100_000);
        NumberOption<int> batch = new("--batch", "N", "Pieces side by side.", standard.Batch, 1, 10_000);
        NumberOption<double> rate = new("--learning-rate", "X", "Adam's learning rate; it falls to a tenth.", standard.LearningRate, 0, 10);
        NumberOption<double> dropout = new("--dropout", "P", "The probability of dropping an output of the cell.", standard.Dropout, 0, 0.99);
        NumberOption<int> seeds = new("--seeds", "N", "How many seeds to train with.", 1, 1, 1000);
        NumberOption<int> seed = new("--seed", "N", "The first seed.", standard.Seed, 0, int.MaxValue - 1000);
        NumberOption<int> frames = new("--frames", "N", "Frames of the sample that the first model composes.", 64, Opening + 1, 100_000);
        NumberOption<double> temperature = new("--temperature", "X", "Divides the sample's scores: less is more careful.", 0.8, 0.01, 100);
        FileOption picture = new("--picture", "Where a chart of the losses goes, as SVG.");
        FileOption roll = new("--roll", "Where the sample goes as a picture, SVG."), midi = new("--midi", "Where the sample goes as music, a MIDI file.");
        JsonOption json = new();
        RootCommand root = new("Learns to predict the next frame of polyphonic music, 88 keys at once, and composes.")
        {
            data, cells, hidden, epochs, batch, rate, dropout, seeds, seed, frames, temperature, picture, roll, midi, json,
        };
        root.SetAction(result =>
        {
            (string? chart, string? rollFile, string? midiFile, string? numbers) = (picture.Read(result), roll.Read(result), midi.Read(result), json.Read(result));
            Settings settings = standard with
            {
                Hidden = hidden.Read(result),
                Epochs = epochs.Read(result),
                Batch = batch.Read(result),
                LearningRate = rate.Read(result),
                Dropout = dropout.Read(result),
            };
            IReadOnlyList<CellKind> kinds = cells.Read(result);
            IEnumerable<int> numbered = Enumerable.Range(seed.Read(result), seeds.Read(result));
            Settings[] all = [.. numbered.SelectMany(number => kinds.Select(kind => settings with { Cell = kind, Seed = number }))];
            (int length, double spread, string? path) = (frames.Read(result), temperature.Read(result), result.GetValue(data));
            MusicSet music = MusicSet.Load(path);
            List<Result> results = Train(music, all, output);
            Report.Write(output, music, results, hasPublished: path is not null);
            Piece sample = Compose(music, results[0], length, spread, output);
            if (chart is not null)
                Report.Draw(music, results).Save(chart);
            if (rollFile is not null)
                PianoRoll.Draw(sample, $"{results[0].Settings.Cell}: after {Opening} frames of a test piece (grey)", Opening).Save(rollFile);
            if (midiFile is not null)
                OutputFile.Write(midiFile, MidiFile.Bytes(sample));
            JsonOption.Write(numbers, Report.Json(music, results));
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static List<Result> Train(MusicSet music, IEnumerable<Settings> all, TextWriter output)
    {
        output.Write($"{music.Name}: {music.Training.Count} pieces to train on ({music.Training.Sum(piece => piece.Length):N0} frames), ");
        output.WriteLine($"{music.Validation.Count} to choose weights by, {music.Test.Count} to test on");
        StatusLine status = new(output);
        List<Result> results = [];
        foreach (Settings settings in all)
        {
            using Trainer trainer = new(music, settings);
            Result result = trainer.Run(status);
            results.Add(result);
            status.Write(
                $"{settings.Cell}, seed {settings.Seed}: validation {result.Best:F3} of epoch {result.BestEpoch}, test {result.Test:F3} nats a frame "
                    + $"({result.Seconds:F0} s)");
        }

        status.Write("");
        return results;
    }

    private static Piece Compose(MusicSet music, Result result, int frames, double temperature, TextWriter output)
    {
        Piece heard = music.Test[0];
        Piece sample = Composer.Compose(
            result.Model, [.. Enumerable.Range(0, Math.Min(Opening, heard.Length)).Select(t => heard[t].ToArray())], frames, temperature, result.Settings.Seed);
        output.WriteLine();
        output.WriteLine($"{result.Settings.Cell}, after {Opening} frames of a test piece:");
        PianoRoll.Write(output, sample);
        return sample;
    }
}
