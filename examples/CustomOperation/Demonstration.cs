using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Checking;

namespace AutoDiff.Examples.CustomOperation;

/// <summary>Checks, uses and breaks the operation, and prints what came of it.</summary>
/// <param name="output">Where to.</param>
public sealed class Demonstration(TextWriter output)
{
    /// <summary>All of it.</summary>
    /// <param name="pairs">Pairs to learn from.</param>
    /// <param name="steps">Updates.</param>
    /// <param name="seed">Decides the numbers.</param>
    public void Show(int pairs, int steps, int seed)
    {
        output.WriteLine("1. The laws, on every case of the operation");
        output.WriteLine();
        Laws.Assert<Bilinear<double>, double>();
        Laws.Assert<Bilinear<float>, float>();
        output.WriteLine($"{Laws.All.Count} laws hold on {Bilinear<double>.Cases.Count()} cases, in double and in float: {string.Join(", ", Laws.All.Select(law => law.Name))}.");
        output.WriteLine();
        Learn(pairs, steps, seed);
        Compare();
        output.WriteLine("4. A wrong rule: the matrix's cotangent has x and y exchanged");
        output.WriteLine();
        IReadOnlyList<string> broken = WrongRule.ByLaws();
        output.WriteLine($"The laws: {broken.Count} are broken. The first:");
        Quote(broken[0]);
        output.WriteLine("A model that uses it, shrunk; directions are left out:");
        Quote(WrongRule.Shrunk());
    }

    private void Learn(int pairs, int steps, int seed)
    {
        HiddenMatrix model = new(pairs, seed);
        output.WriteLine($"2. A model: the matrix behind {pairs} pairs and their forms");
        output.WriteLine();
        List<string[]> rows = [];
        int step = 0;
        foreach (double loss in model.Train(steps))
        {
            if (++step == 1 || step % Math.Max(1, steps / 5) == 0)
                rows.Add([$"{step}", $"{loss:0.0E+0}", $"{model.Distance:0.0E+0}"]);
        }

        Tables.Write(output, ["update", "loss before", "farthest element after"], rows);
        BatchReport report = new();
        using Tape<double> tape = new();
        model.Mapped(tape, report);
        output.WriteLine($"Mapped over the pairs: {report.Batched} operation(s) for all pairs at once, {report.Looped.Count} looped.");
        output.WriteLine();
    }

    private void Compare()
    {
        const int Pairs = 8192;
        output.WriteLine($"3. What it saves: {Pairs:N0} pairs of 64, value and gradients, float");
        output.WriteLine();
        Cost fused = Cost.Fused(Pairs), composed = Cost.Composed(Pairs);
        Tables.Write(output, ["", "new memory, KB", "forward, ms", "with gradients, ms"], [Row("composed", composed), Row("Bilinear", fused)]);

        static string[] Row(string name, Cost cost) => [name, $"{cost.Kilobytes:N0}", $"{cost.Forward:F1}", $"{cost.Step:F1}"];
    }

    private void Quote(string text)
    {
        // What follows the complaint is where the check stands; directions say the same again.
        IEnumerable<string> complaint = text.TrimEnd().Split('\n')
            .TakeWhile(line => !line.StartsWith("   at ", StringComparison.Ordinal))
            .Where(line => !line.Contains("along a direction", StringComparison.Ordinal));
        foreach (string line in complaint)
            output.WriteLine($"    {line.TrimEnd()}");
        output.WriteLine();
    }
}
