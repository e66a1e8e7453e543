using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>How far losses are followed back, and how much is kept for it.</summary>
/// <param name="Name">As the command line writes it.</param>
/// <param name="Truncation">How far.</param>
/// <param name="Checkpointing">How much is kept.</param>
public sealed record Policy(string Name, Truncation Truncation, Checkpointing Checkpointing)
{
    private const string Checkpoint = "checkpoint:";

    /// <summary>Reads a list like <c>none,checkpoint:512,chunks:50,window:100</c>.</summary>
    /// <param name="text">The list.</param>
    /// <exception cref="InputException">An item is none of the forms, or its number is out of its range.</exception>
    public static IReadOnlyList<Policy> ReadList(string text) => [.. text.Split(',').Select(Read)];

    // A sequence whose only loss is at its end is cut from there, so that the loss sees a whole chunk.
    private static Policy Read(string text)
    {
        if (!text.StartsWith(Checkpoint, StringComparison.Ordinal))
            return new Policy(text, TruncationForms.Read("--policies", text, CutsFrom.LastLoss, Checkpoint + "KIB, "), Checkpointing.None);
        return int.TryParse(text[Checkpoint.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? new Policy(text, Truncation.None, Checkpointing.Budget(1024L * size))
            : throw new InputException($"--policies: \"{text}\" has no budget; need a whole number of KiB, 1 or more.");
    }
}
