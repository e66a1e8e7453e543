using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>The program.</summary>
public static class Program
{
    private static readonly double[] Limits = [double.PositiveInfinity, 10, 1, 0.1];

    private static readonly Settings Standard = new();

    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress goes, and the line that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        NumberOption<int> steps = new("--steps", "N", "Steps of a sequence.", Standard.Steps, 2, 10_000);
        NumberOption<int> hidden = new("--hidden", "N", "Features of a state.", Standard.Hidden, 1, 4096);
        NumberOption<int> batch = new("--batch", "N", "Sequences side by side.", Standard.Batch, 1, 100_000);
        NumberOption<int> updates = new("--updates", "N", "Updates of each training with and without clipping; 0 for no training.", Standard.Updates, 0, 10_000_000);
        NumberOption<int> seed = new("--seed", "N", "Decides weights and data.", Standard.Seed, 0, int.MaxValue - 1);
        Option<bool> quick = new("--quick") { Description = "Short sequences and trainings, to see it run." };
        Option<string?> picture = new("--picture") { HelpName = "FILE", Description = "Where the picture goes: .svg for one chart, .html for a page with every network's own." };
        JsonOption json = new();
        RootCommand root = new("Shows how gradients vanish and explode on their way back through time: tanh, sigmoid, relu, LSTM and GRU on the adding problem.")
        {
            steps, hidden, batch, updates, seed, quick, picture, json,
        };
        root.SetAction(result =>
        {
            (string? file, string? drawn) = (json.Read(result), PicturePath(result.GetValue(picture)));
            Settings settings = new()
            {
                Steps = steps.Read(result),
                Hidden = hidden.Read(result),
                Batch = batch.Read(result),
                Updates = updates.Read(result),
                Seed = seed.Read(result),
            };
            if (result.GetValue(quick))
                settings = settings with
                {
                    Steps = Math.Min(settings.Steps, 20),
                    Hidden = Math.Min(settings.Hidden, 8),
                    Batch = Math.Min(settings.Batch, 4),
                    Updates = Math.Min(settings.Updates, 20),
                };
            Show(settings, output, file, drawn);
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static void Show(Settings settings, TextWriter output, string? json, string? picture)
    {
        output.WriteLine($"The adding problem over {settings.Steps} steps, {settings.Hidden} units, {settings.Batch} sequences; the only loss is that of the last step.");
        output.WriteLine();
        List<Look> looks = [];
        foreach (Network network in Networks.All(settings))
            looks.Add(Look.At(network, settings));
        Output.Networks(output, looks);
        List<ClippedTraining> trainings = [];
        if (settings.Updates > 0)
        {
            output.WriteLine();
            output.WriteLine(
                $"{Networks.Exploding(settings).Name}: {settings.Updates} updates by plain gradient descent; "
                    + $"always answering 1 has an error of {AddingProblem.Baseline:F3}.");
            output.WriteLine();
            trainings.AddRange(Limits.Select(limit => ClippedTraining.Run(settings, limit)));
            Output.Trainings(output, trainings);
        }

        JsonOption.Write(json, Output.Json(looks, trainings));
        if (picture is not null)
            OutputFile.Write(picture, Output.Picture(looks, picture.EndsWith(".html", StringComparison.OrdinalIgnoreCase)));
    }

    private static string? PicturePath(string? path)
    {
        if (path is null)
            return null;
        if (!path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            throw new InputException($"--picture: {path} ends in neither .svg nor .html; need one of them.");
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return !Directory.Exists(path) && Directory.Exists(folder)
            ? path
            : throw new InputException($"--picture: {path} cannot be written: need a file in a folder that is there.");
    }
}
