using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Everything that was measured, as JSON.</summary>
public static class JsonReport
{
    /// <summary>All numbers.</summary>
    /// <param name="comparison">What was measured so far.</param>
    public static JsonObject Of(Comparison comparison)
    {
        (Corpus corpus, Settings settings) = (comparison.Corpus, comparison.Settings);
        return new JsonObject
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
                ["activation"] = settings.Activation.ToString(),
                ["output"] = settings.Output.ToString(),
                ["anneal"] = settings.Anneal,
                ["epochs"] = settings.Epochs,
                ["steps"] = settings.Steps,
                ["batch"] = settings.Batch,
                ["seeds"] = settings.Seeds,
                ["first_seed"] = settings.FirstSeed,
            },
            ["trials"] = new JsonArray([.. comparison.Rows.Select(row => Json(row.Trial, row.Results, corpus.Vocabulary.Lost))]),
        };
    }

    private static JsonObject Json(Trial trial, IReadOnlyList<RunResult> results, double lost) => new JsonObject
    {
        ["policy"] = trial.Policy.Name,
        ["hidden"] = trial.Settings.Hidden,
        ["learning_rate"] = trial.Settings.LearningRate,
        ["dev_loss"] = results.Count == 0 ? null : Json(Spread.Of(results.Select(result => result.Best.Validation.Loss))),
        ["runs"] = new JsonArray([.. results.Select(result => Json(result, lost))]),
    };

    private static JsonObject Json(Spread spread) =>
        new JsonObject { ["mean"] = JsonOption.Number(spread.Mean), ["deviation"] = spread.Deviation is { } deviation ? JsonOption.Number(deviation) : null };

    private static JsonObject Json(RunResult result, double lost) => new JsonObject
    {
        ["seed"] = result.Seed,
        ["best_epoch"] = result.Best.Epoch,
        ["dev_loss"] = JsonOption.Number(result.Best.Validation.Loss),
        ["perplexity"] = JsonOption.Number(result.Best.Validation.Perplexity),
        ["adjusted_loss"] = JsonOption.Number(result.Best.Validation.AdjustedLoss(lost)),
        ["agreement"] = result.Best.Validation.Agreement,
        ["train_loss"] = JsonOption.Number(result.Training.Loss),
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
        ["running_loss"] = JsonOption.Number(record.RunningLoss),
        ["dev_loss"] = JsonOption.Number(record.Validation.Loss),
        ["agreement"] = record.Validation.Agreement,
        ["seconds"] = record.Seconds,
    };
}
