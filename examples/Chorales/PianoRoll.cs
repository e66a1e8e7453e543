using System;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.Chorales;

/// <summary>Music to be looked at: time runs to the right, pitch upwards.</summary>
public static class PianoRoll
{
    private static readonly string[] Names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    /// <summary>Writes a piece as text, a line for each key.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="piece">The piece.</param>
    public static void Write(TextWriter output, Piece piece)
    {
        (int low, int high) = Range(piece);
        for (int key = high; key >= low; key--)
            output.WriteLine($"{Name(key),4} {string.Concat(Enumerable.Range(0, piece.Length).Select(t => piece[t].Contains(key) ? '#' : t % 4 == 0 ? ':' : '.'))}");
    }

    /// <summary>Draws a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="title">What stands above it.</param>
    /// <param name="heard">Frames at the beginning that have another colour.</param>
    public static SvgDrawing Draw(Piece piece, string title, int heard)
    {
        const double Left = 50, Top = 40, Height = 8;
        double width = Math.Clamp(900.0 / piece.Length, 4, 16);
        (int low, int high) = Range(piece);
        SvgDrawing drawing = new(Left + (width * piece.Length) + 20, Top + (Height * (high - low + 1)) + 30);
        drawing.Text(Left, 24, title, size: 15, colour: "#111");
        for (int key = low; key <= high; key++)
        {
            double y = Top + (Height * (high - key));
            bool isBlack = Names[(key + Piece.Lowest) % 12].Length == 2;
            drawing.Rectangle(Left, y, width * piece.Length, Height, isBlack ? "#eee" : "#f8f8f8");
            if ((key + Piece.Lowest) % 12 == 0)
                drawing.Text(Left - 8, y + Height, Name(key), "end", 11);
        }

        for (int t = 0; t < piece.Length; t++)
        {
            foreach (int key in piece[t])
                drawing.Rectangle(Left + (width * t), Top + (Height * (high - key)) + 1, width - 0.5, Height - 2, t < heard ? "#999" : "#0072b2");
        }

        return drawing;
    }

    private static string Name(int key) => $"{Names[(key + Piece.Lowest) % 12]}{((key + Piece.Lowest) / 12) - 1}";

    private static (int Low, int High) Range(Piece piece)
    {
        int[] keys = [.. Enumerable.Range(0, piece.Length).SelectMany(t => piece[t].ToArray())];
        return keys.Length == 0 ? (39, 39) : (keys.Min(), keys.Max());
    }
}
