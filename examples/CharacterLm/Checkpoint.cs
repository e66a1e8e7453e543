using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using AutoDiff.Layers;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>
/// A run in a safetensors file: weights, optimiser, position of the random numbers, counters, place in the text, carried state,
/// history, vocabulary and settings. A run that resumes from it goes on with the very numbers of one that was never interrupted.
/// </summary>
public sealed class Checkpoint
{
    private const string Kind = "AutoDiff.CharacterLm 1";

    private readonly string _path;
    private readonly TensorFile _file;

    private Checkpoint(string path, TensorFile file)
    {
        _path = path;
        _file = file;
        Settings = Settings.FromJson(file.Metadata["settings"]);
        Settings.Check();
        Limits = JsonSerializer.Deserialize<Limits>(file.Metadata["limits"]);
        Limits.Check();
        TextPath = file.Metadata.TryGetValue("text", out string? text) ? text : null;
        Vocabulary = Vocabulary.FromCodePoints(file["vocabulary"].Values<long>());
    }

    /// <summary>What the run is made from.</summary>
    public Settings Settings { get; }

    /// <summary>Where the run was to end.</summary>
    public Limits Limits { get; }

    /// <summary>The text file that it learned from; null for the project's sources.</summary>
    public string? TextPath { get; }

    /// <summary>The characters that the model knows.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Saves a run. The file is replaced in one move, so that there is always a whole one.</summary>
    public static void Save(string path, Trainer trainer, History history, Limits limits, string? textPath)
    {
        TensorFile file = new();
        trainer.Save(file);
        history.Save(file);
        file.Add<long>("vocabulary", new Shape(trainer.Text.Vocabulary.Count), trainer.Text.Vocabulary.ToCodePoints());
        file.Metadata["kind"] = Kind;
        file.Metadata["settings"] = trainer.Settings.ToJson();
        file.Metadata["limits"] = JsonSerializer.Serialize(limits);
        file.Metadata["text_sha256"] = trainer.Text.Hash;
        if (textPath is not null)
            file.Metadata["text"] = textPath;
        file.Save(path);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">There is no such file, or it is damaged or no run.</exception>
    public static Checkpoint Load(string option, string path)
    {
        try
        {
            TensorFile file = TensorFile.Load(path);
            if (!file.Metadata.TryGetValue("kind", out string? kind) || kind != Kind)
                throw new InputException($"{option}: {path} holds arrays, but no model saved by this program.");
            return Guard(path, () => new Checkpoint(path, file));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{option}: there is no file {path}; need one that --save has written.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: {path} cannot be read: {error.Message}");
        }
    }

    /// <summary>The model, with the file's weights.</summary>
    public CharacterModel Model() => Guard(_path, () =>
    {
        CharacterModel model = CharacterModel.Create(Settings, Vocabulary);
        _file.LoadParameters(model.Parameters, "model");
        FiniteWeights.Require(model.Parameters);
        return model;
    });

    /// <summary>The trainer and the history, where the run stood.</summary>
    /// <exception cref="InputException">The text is not the one that the run began with.</exception>
    public (Trainer Trainer, History History) Resume(TrainingText text)
    {
        if (!_file.Metadata.TryGetValue("text_sha256", out string? hash) || hash != text.Hash)
            throw new InputException(
                $"--resume: {text.Name} is another text than the run began with: its SHA-256 is {text.Hash}, {_path} names {hash ?? "none"}; "
                    + "need the same text to the last character.");
        return Guard(_path, () =>
        {
            Trainer trainer = CharacterModel.Create(Settings, text.Vocabulary).CreateTrainer(text);
            try
            {
                trainer.Load(_file);
                History history = new();
                history.Load(_file);
                return (trainer, history);
            }
            catch
            {
                trainer.Dispose();
                throw;
            }
        });
    }

    // What a damaged file can make the readers say, in one line.
    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is TensorFileException or KeyNotFoundException or ArgumentException or JsonException or InputException or IndexOutOfRangeException)
        {
            throw new InputException($"{path} is damaged, or of another version of this program: {error.Message.ReplaceLineEndings(" ")}");
        }
    }
}
