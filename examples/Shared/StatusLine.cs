using System;
using System.Diagnostics;
using System.IO;

namespace AutoDiff.Examples;

/// <summary>What a program says while it works: lines that stay, and in a terminal one that is written over.</summary>
/// <param name="output">Where to.</param>
public sealed class StatusLine(TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly bool _isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private int _shown;

    /// <summary>Shows how far the work is, in a terminal and not more often than can be read. What does not fit in a line is left out: a second one would stay.</summary>
    /// <param name="done">What is done.</param>
    /// <param name="total">What there is to do.</param>
    /// <param name="text">What it is.</param>
    public void Show(long done, long total, string text)
    {
        if (!_isTerminal || _sinceShown.Elapsed < Pause)
            return;
        _sinceShown.Restart();
        string line = $"{100.0 * done / total,5:F1} %  {text}";
        if (line.Length >= Console.WindowWidth)
            line = line[..Math.Max(0, Console.WindowWidth - 1)];
        Clear();
        output.Write(line);
        output.Flush();
        _shown = line.Length;
    }

    /// <summary>Writes a line that stays.</summary>
    /// <param name="line">The line.</param>
    public void Write(string line)
    {
        Clear();
        output.WriteLine(line);
        output.Flush();
    }

    /// <summary>Takes the passing line away.</summary>
    public void Clear()
    {
        if (_shown > 0)
            output.Write($"\r{new string(' ', _shown)}\r");
        _shown = 0;
    }
}
