using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Everything that was measured, as JSON.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="comparison">What was measured so far.</param>
    public static void Write(string path, Comparison comparison)
    {
        (Corpus corpus, Settings settings) = (comparison.Corpus, comparison.Settings);
        JsonObject json = new()
        {
            ["corpus"] = new JsonObject
            {
                ["name"] = corpus.Name,
                ["training_sentences"] = corpus.Training.Count,
                ["training_words"] = corpus.TrainingWords,
                ["validation_sentences"] = corpus.Validation.Count,
                ["vocabulary"] = corpus.Vocabulary.Count,
                ["fraction_lost"] = corpus.Vocabulary.Lost,
            },
            ["settings"] = new JsonObject
            {
                ["hidden"] = settings.Hidden,
                ["activation"] = settings.Activation.ToString(),
                ["learning_rate"] = settings.LearningRate,
                ["anneal"] = settings.Anneal,
                ["epochs"] = settings.Epochs,
                ["steps"] = settings.Steps,
                ["batch"] = settings.Batch,
                ["seeds"] = settings.Seeds,
                ["first_seed"] = settings.FirstSeed,
            },
            ["policies"] = new JsonArray([.. comparison.Rows.Select(row => Json(row.Policy, row.Results, corpus.Vocabulary.Lost))]),
        };
        File.WriteAllText(path, json.ToJsonString(Format) + "\n");
    }

    private static JsonObject Json(Policy policy, IReadOnlyList<RunResult> results, double lost) => new JsonObject
    {
        ["policy"] = policy.Name,
        ["dev_loss"] = results.Count == 0 ? null : Json(Spread.Of(results.Select(result => result.Best.Validation.Loss))),
        ["runs"] = new JsonArray([.. results.Select(result => Json(result, lost))]),
    };

    private static JsonObject Json(Spread spread) => new JsonObject { ["mean"] = Number(spread.Mean), ["deviation"] = spread.Deviation is { } deviation ? Number(deviation) : null };

    private static JsonObject Json(RunResult result, double lost) => new JsonObject
    {
        ["seed"] = result.Seed,
        ["best_epoch"] = result.Best.Epoch,
        ["dev_loss"] = Number(result.Best.Validation.Loss),
        ["perplexity"] = Number(result.Best.Validation.Perplexity),
        ["adjusted_loss"] = Number(result.Best.Validation.AdjustedLoss(lost)),
        ["agreement"] = result.Best.Validation.Agreement,
        ["train_loss"] = Number(result.Training.Loss),
        ["updates"] = result.Updates,
        ["forward_steps"] = result.ForwardSteps,
        ["backward_steps"] = result.BackwardSteps,
        ["seconds"] = result.Seconds,
        ["diverged"] = result.Diverged,
        ["epochs"] = new JsonArray([.. result.Epochs.Select(Json)]),
    };

    private static JsonObject Json(EpochRecord record) => new JsonObject
    {
        ["epoch"] = record.Epoch,
        ["learning_rate"] = record.LearningRate,
        ["running_loss"] = Number(record.RunningLoss),
        ["dev_loss"] = Number(record.Validation.Loss),
        ["agreement"] = record.Validation.Agreement,
        ["seconds"] = record.Seconds,
    };

    // JSON has no infinities.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}
