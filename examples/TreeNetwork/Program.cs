using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>The program.</summary>
public static class Program
{
    private const int Looks = 8, Unseen = 1000;

    private static readonly Settings Standard = new();

    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        NumberOption<int> modulus = new("--modulus", "N", "Formulas are computed modulo this.", Standard.Modulus, 2, 100);
        NumberOption<int> leaves = new("--leaves", "N", "The most digits of a formula to train on.", Standard.Leaves, 2, 100);
        NumberOption<int> hidden = new("--hidden", "N", "Features of a state.", Standard.Hidden, 1, 4096);
        NumberOption<int> batch = new("--batch", "N", "Formulas in a step.", Standard.Batch, 1, 100_000);
        NumberOption<int> steps = new("--steps", "N", "Updates of the weights.", Standard.Steps, 1, 10_000_000);
        NumberOption<double> rate = new("--learning-rate", "X", "Adam's learning rate; it falls to a tenth.", Standard.LearningRate, 0, 10);
        NumberOption<int> seed = new("--seed", "N", "Decides weights and formulas.", Standard.Seed, 0, int.MaxValue - 1);
        JsonOption json = new();
        RootCommand root = new("Learns to evaluate formulas with a tree-LSTM: a graph of its own for each tree, by plain recursion.")
        {
            modulus, leaves, hidden, batch, steps, rate, seed, json,
        };
        root.SetAction(result =>
        {
            string? file = json.Read(result);
            Settings settings = new()
            {
                Modulus = modulus.Read(result),
                Leaves = leaves.Read(result),
                Hidden = hidden.Read(result),
                Batch = batch.Read(result),
                Steps = steps.Read(result),
                LearningRate = rate.Read(result),
                Seed = seed.Read(result),
            };
            Train(settings, output, file);
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static void Train(Settings settings, TextWriter output, string? json)
    {
        Trainer trainer = new(settings);
        IEnumerable<string> drawn = new FormulaGenerator(settings.Modulus, settings.Seed)
            .Draw(2, settings.Leaves, settings.Leaves)
            .Select(formula => $"{formula} = {formula.Value}");
        output.WriteLine($"Formulas of 2 to {settings.Leaves} digits modulo {settings.Modulus}, such as {string.Join(", ", drawn)}");
        output.WriteLine();
        IReadOnlyList<Record> records = [.. trainer.Train(Looks)];
        Tables.Write(
            output,
            ["steps", "loss of a node, nats", "formulas right, %", "trees a second"],
            records.Select(record => (string[])[$"{record.Step}", $"{record.Loss:F4}", $"{100 * record.Accuracy:F1}", $"{record.TreesPerSecond:N0}"]));

        // Longer formulas than any that was trained on: the recursion knows no length.
        (int Fewest, int Most)[] sizes = [(2, settings.Leaves), (settings.Leaves + 1, 2 * settings.Leaves), ((2 * settings.Leaves) + 1, 4 * settings.Leaves)];
        double[] accuracies = Array.ConvertAll(sizes, size => trainer.Accuracy(Unseen, size.Fewest, size.Most));
        output.WriteLine();
        Tables.Write(
            output,
            ["digits in a formula", "right, % of 1000"],
            sizes.Zip(accuracies, (size, accuracy) => (string[])[$"{size.Fewest} to {size.Most}", $"{100 * accuracy:F1}"]));
        JsonOption.Write(json, new JsonObject
        {
            ["training"] = new JsonArray([.. records.Select(record => new JsonObject
            {
                ["step"] = record.Step,
                ["loss"] = JsonOption.Number(record.Loss),
                ["accuracy"] = record.Accuracy,
                ["trees_per_second"] = record.TreesPerSecond,
            })]),
            ["accuracy"] = new JsonArray([.. sizes.Zip(
                accuracies, (size, accuracy) => new JsonObject { ["fewest"] = size.Fewest, ["most"] = size.Most, ["accuracy"] = accuracy })]),
        });
    }
}
