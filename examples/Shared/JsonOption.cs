using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples;

/// <summary>The option that asks for the numbers as a JSON file.</summary>
public sealed class JsonOption() : FileOption("--json", "Where all numbers go as JSON.")
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>A number, or null where it is not finite: JSON has no infinities.</summary>
    /// <param name="value">The number.</param>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Writes the file in one move, if one is asked for.</summary>
    /// <param name="path">Where to; null for nowhere.</param>
    /// <param name="json">The contents.</param>
    public static void Write(string? path, JsonNode json)
    {
        if (path is not null)
            OutputFile.Write(path, json.ToJsonString(Format) + "\n");
    }
}
