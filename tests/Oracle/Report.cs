using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace AutoDiff.Oracle;

// What is printed.
internal static class Report
{
    // Gradients under a cotangent of ones.
    public static void WriteKinks(TorchOracle torch)
    {
        foreach (Case<double> kink in Table<double>.Kinks)
        {
            (Question question, Derivatives ours, _) = new Trial<double>(kink, 0, 0).Run();
            (Derivatives? theirs, string? refusal) = torch.Ask(question);
            Console.WriteLine($"{kink.Expression} at {Arrays(kink.At!)}: {Arrays(ours.Gradients)}, PyTorch {(theirs is null ? refusal : Arrays(theirs.Gradients))}");
        }
    }

    public static void Write(Comparison<double> inDouble, Comparison<float> inSingle, int cases, string setting)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 120;
        Table table = new Table().Border(TableBorder.Simple).AddColumn("operation");
        foreach (string title in (string[])["cases", "value", "gradient", "second", "float value", "float gradient", "float second"])
            table.AddColumn(title, column => column.RightAligned());
        foreach ((string operation, (int count, Difference worst)) in inDouble.Operations.OrderBy(row => row.Key, StringComparer.Ordinal))
            table.AddRow([operation, count.ToString(CultureInfo.InvariantCulture), .. Cells(worst), .. Cells(inSingle.Operations.GetValueOrDefault(operation).Worst ?? new())]);
        console.Write(table);

        foreach ((string operation, string reason) in inDouble.WithoutSecond)
            Console.WriteLine($"PyTorch has no second order of {operation}: {reason}");
        string[] inexact = [.. Table<double>.Cases.Where(row => row.TheirError > 0).Select(row => row.Operation).Distinct().Intersect(inDouble.Operations.Keys)];
        if (inexact.Length > 0)
            Console.WriteLine($"Less exact in PyTorch than the bounds, and not in the last line: cases of {string.Join(", ", inexact)}");
        foreach (string disagreement in inDouble.Disagreements.Concat(inSingle.Disagreements))
            Console.WriteLine($"DISAGREES: {disagreement}");
        Console.WriteLine(
            $"Bounds: double {Line(Bounds.Double.Value, Bounds.Double.Gradient, Bounds.Double.Second)}; "
                + $"float {Line(Bounds.Single.Value, Bounds.Single.Gradient, Bounds.Single.Second)}. {setting}.");
        Console.WriteLine(
            $"{cases} cases, {inDouble.Operations.Count} operations, worst of values, gradients, second order: double {Line(inDouble.Worst)}; "
                + $"float {Line(inSingle.Worst)}; {inDouble.Disagreements.Count + inSingle.Disagreements.Count} disagreements");
    }

    private static IEnumerable<string> Cells(Difference worst) => [Cell(worst.Value), Cell(worst.Gradient), worst.Second is { } second ? Cell(second) : "none"];

    private static string Line(Difference worst) => Line(worst.Value, worst.Gradient, worst.Second ?? 0);

    private static string Line(params ReadOnlySpan<double> differences)
    {
        string[] cells = new string[differences.Length];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = Cell(differences[i]);
        return string.Join(", ", cells);
    }

    private static string Cell(double difference) => difference == 0 ? "0" : difference.ToString("0e+0", CultureInfo.InvariantCulture);

    private static string Arrays(IReadOnlyList<IReadOnlyList<double>> arrays) =>
        string.Join(", ", arrays.Select(array => $"[{string.Join(", ", array.Select(element => (element + 0.0).ToString("G10", CultureInfo.InvariantCulture)))}]"));
}
