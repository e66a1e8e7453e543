using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.GradientPenalty;

/// <summary>Trains with and without the penalty, checks the penalty's gradient, and prints all of it.</summary>
/// <param name="weight">The penalty's factor λ.</param>
/// <param name="hidden">Features of the hidden layers.</param>
/// <param name="batch">Points of each cloud in a step.</param>
/// <param name="seed">Decides weights and points.</param>
public sealed class Report(double weight, int hidden, int batch, int seed)
{
    private const int Looks = 6, PointsForCheck = 16;

    /// <summary>Does all of it.</summary>
    /// <param name="output">Where text goes.</param>
    /// <param name="steps">Updates of each critic.</param>
    /// <param name="json">Where numbers go; null for nowhere.</param>
    public void Write(TextWriter output, int steps, string? json)
    {
        // A slope of s earns s times the distance and costs λ(s - 1)²: best at 1 + distance / 2λ.
        output.WriteLine(
            $"Two clouds at a Wasserstein distance of {Clouds.Distance:G4}. With a factor of {weight:G4} the mean slope is to end near 1 + distance / "
                + $"2λ = {1 + (Clouds.Distance / (2 * weight)):G4}.");
        Trainer penalised = new(weight, hidden, batch, seed), free = new(0, hidden, batch, seed);
        IReadOnlyList<PenaltyCheck> check = PenaltyCheck.Of(penalised.Critic, new Clouds(seed).Draw(PointsForCheck));
        IReadOnlyList<Record> with = Train(output, "With the penalty:", penalised, steps), without = Train(output, "Without:", free, steps);
        Title(output, "The penalty's gradient, beside central differences of the penalty (h = 1e-5):");
        Tables.Write(
            output,
            ["parameter", "weights", "gradient's length", "difference"],
            check.Select(row => (string[])[row.Parameter, $"{row.Weights}", $"{row.Length:G6}", $"{row.Difference:0.0E+0}"]));
        JsonOption.Write(json, new JsonObject
        {
            ["distance"] = Clouds.Distance,
            ["penalty_weight"] = weight,
            ["with_penalty"] = Json(with),
            ["without_penalty"] = Json(without),
            ["gradient_check"] = new JsonArray([.. check.Select(row => new JsonObject
            {
                ["parameter"] = row.Parameter,
                ["weights"] = row.Weights,
                ["length"] = row.Length,
                ["difference"] = row.Difference,
            })]),
        });
    }

    private static IReadOnlyList<Record> Train(TextWriter output, string title, Trainer trainer, int steps)
    {
        IReadOnlyList<Record> records = [.. trainer.Train(steps, Math.Max(1, steps / Looks))];
        Title(output, title);
        Tables.Write(
            output,
            ["updates", "penalty", "mean slope", "steepest", "gap", "gap / steepest"],
            records.Select(record => (string[])
            [
                $"{record.Step}",
                $"{record.Penalty:F4}",
                $"{record.Slope:F3}",
                $"{record.Steepest:F3}",
                $"{record.Gap:F3}",
                $"{record.Bound:F3}",
            ]));
        return records;
    }

    private static void Title(TextWriter output, string title)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine();
    }

    private static JsonArray Json(IReadOnlyList<Record> records) => new([.. records.Select(record => new JsonObject
    {
        ["step"] = record.Step,
        ["penalty"] = JsonOption.Number(record.Penalty),
        ["mean_slope"] = JsonOption.Number(record.Slope),
        ["steepest"] = JsonOption.Number(record.Steepest),
        ["gap"] = JsonOption.Number(record.Gap),
    })]);
}
