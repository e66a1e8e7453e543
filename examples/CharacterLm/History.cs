using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using AutoDiff.Layers;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>What happened in a run, from its first step on, over all its interruptions.</summary>
public sealed class History
{
    private const int StepColumns = 7, ValidationColumns = 4;

    private readonly List<StepRecord> _steps = [];
    private readonly List<ValidationRecord> _validations = [];

    /// <summary>The logged steps.</summary>
    public IReadOnlyList<StepRecord> Steps => _steps;

    /// <summary>The measurements on the validation part, one for each pass.</summary>
    public IReadOnlyList<ValidationRecord> Validations => _validations;

    /// <summary>The measurement at the end of a run that ends within a pass.</summary>
    public ValidationRecord? Last { get; set; }

    /// <summary>Seconds of training; validation and samples are not counted.</summary>
    public double Seconds { get; set; }

    /// <summary>Adds a logged step.</summary>
    public void Add(StepRecord step) => _steps.Add(step);

    /// <summary>Adds a measurement.</summary>
    public void Add(ValidationRecord validation) => _validations.Add(validation);

    /// <summary>Puts the history into a file.</summary>
    public void Save(TensorFile file)
    {
        double[] steps = new double[_steps.Count * StepColumns];
        for (int i = 0; i < _steps.Count; i++)
        {
            StepRecord s = _steps[i];
            new[] { s.Step, s.Epoch, s.Loss, s.SmoothedLoss, s.GradientNorm, s.LearningRate, s.CharactersPerSecond }.CopyTo(steps, i * StepColumns);
        }

        double[] validations = new double[_validations.Count * ValidationColumns];
        for (int i = 0; i < _validations.Count; i++)
        {
            ValidationRecord v = _validations[i];
            new[] { v.Step, v.Epoch, v.Loss, v.Seconds }.CopyTo(validations, i * ValidationColumns);
        }

        file.Add<double>("history.steps", new Shape(_steps.Count, StepColumns), steps);
        file.Add<double>("history.validations", new Shape(_validations.Count, ValidationColumns), validations);
        file.Add("history.seconds", Shape.Scalar, [Seconds]);
    }

    /// <summary>Takes back what <see cref="Save"/> has put into a file.</summary>
    public void Load(TensorFile file)
    {
        ReadOnlySpan<double> steps = file["history.steps"].Values<double>(), validations = file["history.validations"].Values<double>();
        for (; steps.Length >= StepColumns; steps = steps[StepColumns..])
            _steps.Add(new StepRecord((long)steps[0], (long)steps[1], steps[2], steps[3], steps[4], steps[5], steps[6]));
        for (; validations.Length >= ValidationColumns; validations = validations[ValidationColumns..])
            _validations.Add(new ValidationRecord((long)validations[0], (long)validations[1], validations[2], validations[3]));
        Seconds = file["history.seconds"].Values<double>()[0];
    }

    /// <summary>Writes the history with its settings as JSON.</summary>
    public void WriteJson(string path, Trainer trainer)
    {
        JsonObject json = new()
        {
            ["settings"] = JsonNode.Parse(trainer.Settings.ToJson()),
            ["text"] = new JsonObject
            {
                ["name"] = trainer.Text.Name,
                ["sha256"] = trainer.Text.Hash,
                ["characters"] = trainer.Text.Length,
                ["training_characters"] = trainer.Text.Training.Length,
                ["validation_characters"] = trainer.Text.Validation.Length,
                ["vocabulary"] = trainer.Text.Vocabulary.Count,
            },
            ["parameters"] = trainer.Model.Parameters.ParameterCount(),
            ["step"] = trainer.Step,
            ["epoch"] = trainer.Epoch,
            ["seconds"] = Seconds,
            ["best"] = trainer.Best == Best.None ? null : new JsonObject { ["epoch"] = trainer.Best.Epoch, ["loss"] = trainer.Best.Loss },
            ["last_validation"] = Last is { } last ? Json(last) : null,
            ["validations"] = new JsonArray([.. Convert(_validations, Json)]),
            ["steps"] = new JsonArray([.. Convert(_steps, Json)]),
        };
        JsonOption.Write(path, json);
    }

    private static IEnumerable<JsonNode> Convert<T>(List<T> records, Func<T, JsonNode> json)
    {
        foreach (T record in records)
            yield return json(record);
    }

    private static JsonNode Json(StepRecord record) => new JsonObject
    {
        ["step"] = record.Step,
        ["epoch"] = record.Epoch,
        ["loss"] = record.Loss,
        ["smoothed_loss"] = record.SmoothedLoss,
        ["gradient_norm"] = record.GradientNorm,
        ["learning_rate"] = record.LearningRate,
        ["characters_per_second"] = record.CharactersPerSecond,
    };

    private static JsonNode Json(ValidationRecord record) => new JsonObject
    {
        ["step"] = record.Step,
        ["epoch"] = record.Epoch,
        ["loss"] = Number(record.Loss),
        ["bits_per_character"] = Number(record.Loss / Math.Log(2)),
        ["seconds"] = record.Seconds,
    };

    // JSON has no way to write a number that is not finite.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}
