using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace AutoDiff.Examples;

/// <summary>The lines of a text file, one after the other.</summary>
public static class TextLines
{
    /// <summary>UTF-8 that refuses bytes that are none.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="option">The option that named it.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="InputException">It cannot be read, or is not UTF-8 text.</exception>
    public static IEnumerable<string> Read(string option, string path)
    {
        using StreamReader reader = Open(option, path);
        for (int number = 1; ReadLine(option, path, reader, number) is string line; number++)
            yield return line;
    }

    private static StreamReader Open(string option, string path)
    {
        try
        {
            return new StreamReader(path, Utf8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: {path} cannot be read: {error.Message}");
        }
    }

    private static string? ReadLine(string option, string path, StreamReader reader, int number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw new InputException($"{option}: {path} is not UTF-8 text: bytes at line {number} or soon after it cannot be read; need a text file. Convert it first.");
        }
    }
}
