using System;
using System.Globalization;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Bptt;

internal static class Policies
{
    // "none", "chunks 3", "window 4", "window 4 2", "window 4 1 segments", "random", "random 3" with a tail, "rtrl", "snap1", "uoro",
    // and with "start" or "last" behind them where cuts are counted from.
    public static Truncation Parse(string policy)
    {
        string[] words = policy.Split(' ');
        CutsFrom from = words[^1] switch
        {
            "start" => CutsFrom.Start,
            "last" => CutsFrom.LastLoss,
            _ => CutsFrom.Unstated,
        };
        if (from != CutsFrom.Unstated)
            words = words[..^1];
        int Number(int word) => int.Parse(words[word], CultureInfo.InvariantCulture);
        return words[0] switch
        {
            "none" => Truncation.None,
            "random" => Truncation.Random(2.5, 7, words.Length > 1 ? Number(1) : null),
            "rtrl" => Truncation.Rtrl,
            "snap1" => Truncation.SnAp1,
            "uoro" => Truncation.Uoro(5),
            "chunks" => Truncation.Chunks(Number(1), from),
            "window" => Truncation.Window(Number(1), words.Length > 2 ? Number(2) : 1, from) with
            {
                Algorithm = words.Length > 3 ? Enum.Parse<WindowAlgorithm>(words[3], ignoreCase: true) : default,
            },
            _ => throw new ArgumentException(policy),
        };
    }
}
