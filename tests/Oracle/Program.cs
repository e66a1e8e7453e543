using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Oracle;

internal static class Program
{
    private const int NotPossible = 1, Disagreement = 1, NobodyToAsk = 2;

    private static readonly Option<ulong> Seed = new("--seed") { Description = "What all values are drawn from.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private static readonly Option<int?> Cases = new("--cases")
    {
        Description = "How many cases to compare at least: the table is gone through, each time with new values, until there are as many. Once, unless said.",
        HelpName = "N",
    };
    private static readonly Option<string?> Only = new("--only") { Description = "The one operation to compare.", HelpName = "OPERATION" };

    private static int Main(string[] args)
    {
        RootCommand command = new(
            "Compares values, gradients and second-order gradients of every operation with PyTorch's. "
                + $"Exits with {Disagreement} where they disagree, with {NobodyToAsk} without PyTorch.") { Seed, Cases, Only };
        Cases.Validators.Add(result =>
        {
            // What is no number at all, the conversion refuses.
            if (result.Tokens is [Token number] && int.TryParse(number.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value < 1)
                result.AddError("--cases needs a number of 1 or more.");
        });
        Only.Validators.Add(result =>
        {
            if (result.Tokens is [Token name] && !Table<double>.Cases.Any(row => row.Operation == name.Value))
                result.AddError($"The table has no operation '{name.Value}'.");
        });
        command.SetAction(arguments => Run(arguments.GetValue(Seed), arguments.GetValue(Cases), arguments.GetValue(Only)));
        ParseResult parsed = command.Parse(args);
        if (parsed.Errors is not [ParseError problem, ..])
            return parsed.Invoke();
        Console.Error.WriteLine($"{problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}. See --help.");
        return NotPossible;
    }

    private static int Run(ulong seed, int? atLeast, string? only)
    {
        if (PythonWithTorch.Version is not { } version)
        {
            Console.Error.WriteLine("PyTorch is not there: neither python3 nor /usr/bin/python3 can import torch.");
            return NobodyToAsk;
        }

        int[] rows = [.. Enumerable.Range(0, Table<double>.Cases.Count).Where(row => only is null || Table<double>.Cases[row].Operation == only)];
        int rounds = ((atLeast ?? 1) + rows.Length - 1) / rows.Length;
        Comparison<double> inDouble = new(Bounds.Double);
        Comparison<float> inSingle = new(Bounds.Single);
        using (TorchOracle torch = new())
        {
            for (int round = 0; round < rounds; round++)
            {
                foreach (int row in rows)
                {
                    ulong stream = (ulong)((round * Table<double>.Cases.Count) + row);
                    inDouble.Run(torch, Table<double>.Cases[row], seed, stream);
                    inSingle.Run(torch, Table<float>.Cases[row], seed, stream);
                }
            }

            if (only is null)
                Report.WriteKinks(torch);
        }

        Report.Write(inDouble, inSingle, rounds * rows.Length, $"PyTorch {version}, seed {seed}");
        return inDouble.Disagreements.Count + inSingle.Disagreements.Count == 0 ? 0 : Disagreement;
    }
}
