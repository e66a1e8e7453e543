using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace AutoDiff.Examples;

/// <summary>The option <c>--cells</c>: cells to compare, with commas between them.</summary>
public sealed class CellListOption : Option<string>
{
    // In the order of the kinds.
    private static readonly string[] Names = ["elman", "lstm", "gru"];

    /// <summary>Makes an option.</summary>
    /// <param name="standard">What it is without words.</param>
    public CellListOption(CellKind standard)
        : base("--cells")
    {
        HelpName = "LIST";
        Description = $"The cells to compare, with commas: {string.Join(", ", Names)}.";
        DefaultValueFactory = _ => Names[(int)standard];
    }

    /// <summary>The cells that were given.</summary>
    /// <param name="result">The command line.</param>
    /// <exception cref="InputException">One is no cell.</exception>
    public IReadOnlyList<CellKind> Read(ParseResult result) => [.. result.GetValue(this)!.Split(',').Select(Read)];

    private CellKind Read(string name) => Array.IndexOf(Names, name) is >= 0 and int at
        ? (CellKind)at
        : throw new InputException($"{Name}: \"{name}\" is no cell; need {string.Join(", ", Names[..^1])} or {Names[^1]}, with commas between them.");
}
