using System;
using System.Globalization;

namespace AutoDiff.Tests.Rnn.Truncation;

internal static class Policies
{
    // "none", "chunks 3", "window 4", "window 4 2".
    public static AutoDiff.Rnn.Truncation Parse(string policy)
    {
        string[] words = policy.Split(' ');
        int Number(int word) => int.Parse(words[word], CultureInfo.InvariantCulture);
        return words[0] switch
        {
            "none" => AutoDiff.Rnn.Truncation.None,
            "chunks" => AutoDiff.Rnn.Truncation.Chunks(Number(1)),
            "window" => AutoDiff.Rnn.Truncation.Window(Number(1), words.Length > 2 ? Number(2) : 1),
            _ => throw new ArgumentException(policy),
        };
    }
}
