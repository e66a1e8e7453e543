using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.Optimization;

/// <summary>Methods side by side.</summary>
public static class Report
{
    /// <summary>Writes the table of a function.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="objective">The function.</param>
    /// <param name="runs">What the methods made of it.</param>
    public static void Write(TextWriter output, IObjective objective, IReadOnlyList<Minimization> runs)
    {
        output.WriteLine($"{objective.Name}:");
        output.WriteLine();
        Tables.Write(
            output,
            ["", "steps", "values", "gradients", "Hessian products", "last value", "gradient norm", "ms"],
            runs.Select(run => (string[])
            [
                run.Reached ? run.Method : $"{run.Method}, not reached",
                $"{run.Iterations}",
                $"{run.Counts.Values}",
                $"{run.Counts.Gradients}",
                $"{run.Counts.Products}",
                $"{run.Value:G10}",
                $"{run.GradientNorm:0.0E+0}",
                $"{run.Milliseconds:F0}",
            ]));
        output.WriteLine();
    }

    /// <summary>The same as JSON.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="runs">What the methods made of it.</param>
    public static JsonObject Json(IObjective objective, IReadOnlyList<Minimization> runs) => new()
    {
        ["objective"] = objective.Name,
        ["methods"] = new JsonArray([.. runs.Select(run => new JsonObject
        {
            ["method"] = run.Method,
            ["reached"] = run.Reached,
            ["iterations"] = run.Iterations,
            ["values"] = run.Counts.Values,
            ["gradients"] = run.Counts.Gradients,
            ["hessian_products"] = run.Counts.Products,
            ["value"] = JsonOption.Number(run.Value),
            ["gradient_norm"] = JsonOption.Number(run.GradientNorm),
            ["milliseconds"] = run.Milliseconds,
        })]),
    };
}
