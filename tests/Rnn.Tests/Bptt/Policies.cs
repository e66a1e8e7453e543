using System;
using System.Globalization;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Bptt;

internal static class Policies
{
    // "none", "chunks 3", "window 4", "window 4 2", "window 4 1 segments".
    public static Truncation Parse(string policy)
    {
        string[] words = policy.Split(' ');
        int Number(int word) => int.Parse(words[word], CultureInfo.InvariantCulture);
        return words[0] switch
        {
            "none" => Truncation.None,
            "chunks" => Truncation.Chunks(Number(1)),
            "window" => Truncation.Window(Number(1), words.Length > 2 ? Number(2) : 1) with { Algorithm = words.Length > 3 ? Enum.Parse<WindowAlgorithm>(words[3], ignoreCase: true) : default },
            _ => throw new ArgumentException(policy),
        };
    }
}
