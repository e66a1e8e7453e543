using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using AutoDiff.Layers;

namespace AutoDiff.Examples.Tagger;

/// <summary>A model in a safetensors file: weights, sizes, and what it knows by number.</summary>
public static class SavedTagger
{
    private const string Kind = "AutoDiff.Tagger 1";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="settings">Its sizes.</param>
    public static void Save(string path, TaggerModel model, Settings settings) => WeightFile.Save(
        path,
        model.Parameters,
        new Dictionary<string, string> { ["kind"] = Kind, ["settings"] = settings.ToJson(), ["lexicon"] = model.Lexicon.ToJson() });

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="InputException">There is no such file, or it is damaged or no tagger.</exception>
    public static TaggerModel Load(string path)
    {
        try
        {
            TensorFile file = TensorFile.Load(path);
            if (!file.Metadata.TryGetValue("kind", out string? kind) || kind != Kind)
                throw new InputException($"--model: {path} holds arrays, but no tagger saved by this program.");
            TaggerModel model = new(Lexicon.FromJson(file.Metadata["lexicon"]), Settings.FromJson(file.Metadata["settings"]));
            file.LoadParameters(model.Parameters);
            FiniteWeights.Require(model.Parameters);
            return model;
        }
        catch (Exception error) when (error is TensorFileException or KeyNotFoundException or ArgumentException or JsonException or NullReferenceException)
        {
            throw new InputException($"--model: {path} is damaged, or of another version of this program: {error.Message.ReplaceLineEndings(" ")}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--model: {path} cannot be read: {error.Message}");
        }
    }
}
