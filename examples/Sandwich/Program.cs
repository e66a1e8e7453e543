using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.Sandwich;

/// <summary>The program.</summary>
public static class Program
{
    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        NumberOption<int> interval = new("--interval", "N", "Steps between two updates.", 3, 1, 1000);
        NumberOption<int> updates = new("--updates", "N", "Updates to train for.", 100, 0, 1_000_000);
        NumberOption<int> seed = new("--seed", "N", "Decides weights and numbers.", 1, 0, 1_000_000_000);
        FileOption picture = new("--picture", "Where a chart of the adjoints goes, as SVG.");
        JsonOption json = new();
        RootCommand root = new("A recurrent layer between two dense ones: the shapes of all gradients, and the one adjoint that runs back through time.")
        {
            interval, updates, seed, picture, json,
        };
        root.SetAction(result =>
        {
            (string? chart, string? file) = (picture.Read(result), json.Read(result));
            Demonstration demonstration = new(new Sizes(interval.Read(result)), seed.Read(result), output);
            demonstration.Run(updates.Read(result));
            if (chart is not null)
                demonstration.Draw().Save(chart);
            JsonOption.Write(file, Json(demonstration, interval.Read(result)));
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static JsonObject Json(Demonstration demonstration, int interval) => new()
    {
        ["difference"] = demonstration.Difference,
        ["steps"] = new JsonArray([.. Enumerable.Range(0, interval).Select(t => new JsonObject
        {
            ["step"] = t + 1,
            ["from_loss"] = demonstration.Adjoints.Norm(AdjointKind.FromLoss, t),
            ["from_next_step"] = demonstration.Adjoints.Norm(AdjointKind.FromNextStep, t),
            ["sum"] = demonstration.Adjoints.Norm(AdjointKind.Sum, t),
        })]),
        ["memory"] = new JsonArray([.. demonstration.Memory.Select(row => new JsonObject { ["interval"] = row.Interval, ["bytes"] = row.Bytes })]),
        ["losses"] = new JsonArray([.. demonstration.Losses.Select(JsonOption.Number)]),
    };
}
