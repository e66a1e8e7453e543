using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples;

/// <summary>The option that asks for the numbers as a JSON file.</summary>
public sealed class JsonOption : Option<string?>
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Makes the option.</summary>
    public JsonOption()
        : base("--json")
    {
        HelpName = "FILE";
        Description = "Where all numbers go as JSON.";
    }

    /// <summary>The path that was given; it can be written to.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The path, or null.</returns>
    /// <exception cref="InputException">The path is a folder's, or its folder is missing or may not be written to.</exception>
    public string? Read(ParseResult result)
    {
        if (result.GetValue(this) is not string path)
            return null;
        if (Directory.Exists(path))
            throw new InputException($"{Name}: {path} is a folder; need the path of a file.");
        try
        {
            string probe = $"{Path.GetFullPath(path)}.{Path.GetRandomFileName()}.tmp";
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{Name}: {path} cannot be written: {error.Message}");
        }
    }

    /// <summary>A number, or null where it is not finite: JSON has no infinities.</summary>
    /// <param name="value">The number.</param>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Writes the file, if one is asked for.</summary>
    /// <param name="path">Where to; null for nowhere.</param>
    /// <param name="json">The contents.</param>
    public static void Write(string? path, JsonNode json)
    {
        if (path is not null)
            File.WriteAllText(path, json.ToJsonString(Format) + "\n");
    }
}
