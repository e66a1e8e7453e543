using System.Collections.Generic;
using System.Linq;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>A truncation policy with the name that it has in the table.</summary>
/// <param name="Name">The name, as the command line writes it.</param>
/// <param name="Truncation">How far losses are followed back.</param>
public sealed record Policy(string Name, Truncation Truncation)
{
    /// <summary>Reads a list like <c>none,chunks:5,window:3</c>.</summary>
    /// <exception cref="InputException">An item is none of the forms, or its number is out of its range.</exception>
    public static IReadOnlyList<Policy> ReadList(string text) => [.. text.Split(',').Select(name => new Policy(name, TruncationForms.Read("--policies", name)))];

    /// <summary>A lookback of n is a window of n + 1, a step's own included.</summary>
    /// <param name="lookback">Steps before a loss's own, 0 or more.</param>
    public static Policy OfLookback(int lookback) => new($"window:{lookback + 1}", Truncation.Window(lookback + 1));
}
