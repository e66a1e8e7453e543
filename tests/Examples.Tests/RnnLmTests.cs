using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Examples;
using AutoDiff.Examples.RnnLm;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class RnnLmTests : IDisposable
{
    private readonly RnnLmRuns _runs = new();

    public static TheoryData<string, string> Words => new()
    {
        { "--nonsense", "'--nonsense'" },
        { "--hidden 0", "--hidden: 0 is out of range; need 1 to" },
        { "--epochs 0", "--epochs: 0 is out of range" },
        { "--steps 0", "--steps: 0 is out of range" },
        { "--batch 0", "--batch: 0 is out of range" },
        { "--seeds 0", "--seeds: 0 is out of range" },
        { "--seed -1", "--seed: -1 is out of range" },
        { "--sentences 0", "--sentences: 0 is out of range" },
        { "--vocabulary 2", "--vocabulary: 2 is out of range" },
        { "--learning-rate NaN", "--learning-rate: NaN is out of range" },
        { "--anneal -1", "--anneal: -1 is out of range" },
        { "--hidden many", "--hidden: \"many\" is no such number; need numbers from 1 to 10000" },
        { "--hidden 5,0", "--hidden: 0 is out of range" },
        { "--activation relu", "'relu'" },
        { "--output hierarchical", "'hierarchical'" },
        { "--policies window:0", "--policies: Truncation.Window: a window of 0 steps; need 1 or more" },
        { "--policies none,chunks:0", "a chunk of 0 steps" },
        { "--policies chunks", "\"chunks\" is no policy" },
        { "--policies none,", "\"\" is no policy" },
        { "--policies window:a", "\"window:a\" is no policy" },
        { "--lookbacks 0,-1", "--lookbacks: -1 is out of range" },
        { "--lookbacks two", "--lookbacks: \"two\" is no such number" },
        { "--data nowhere", "--data: there is no folder nowhere" },
        { "--picture nowhere/chart.svg", "--picture: nowhere/chart.svg cannot be written" },
        { "--json nowhere/run.json", "--json: nowhere/run.json cannot be written" },
    };

    public void Dispose() => _runs.Dispose();

    [Theory]
    [MemberData(nameof(Words))]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Refused(expected, RnnLmRuns.Run(words.Split(' ')));

    [Fact]
    public void Folders_that_lack_something_are_refused()
    {
        Refused("wiki-test.txt has 2 sentences, 3 were asked for", _runs.RunOnFolder("--sentences", "3"));
        File.Delete(_runs.At("vocab.wiki.txt"));
        Refused("there is no file vocab.wiki.txt", _runs.RunOnFolder());
        File.Delete(_runs.At("wiki-dev.txt"));
        Refused("there is no file wiki-dev.txt", _runs.RunOnFolder());
        File.WriteAllText(_runs.At("wiki-test.txt"), "");
        Refused("wiki-test.txt has no sentences", _runs.RunOnFolder());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("chunks:2")]
    [InlineData("window:3")]
    [InlineData("window:4:2")]
    public void A_small_training_lowers_the_loss(string policy)
    {
        Settings settings = Settings.Toy with { Hidden = 10, Epochs = 3 };
        using Trainer trainer = new(Corpus.Load(null, 200, null), settings, Policy.ReadList(policy)[0].Truncation, 1);
        RunResult result = trainer.Run(new StatusLine(TextWriter.Null), "test");
        Assert.Equal((4, 60L), (result.Epochs.Count, result.Updates));
        Assert.False(result.Diverged);
        Assert.InRange(result.Best.Validation.Loss, 0, 0.6 * result.Epochs[0].Validation.Loss);
        Assert.InRange(result.Training.Loss, 0, 0.6 * result.Epochs[0].Validation.Loss);
    }

    [Theory]
    [InlineData(OutputKind.Adaptive, "none")]
    [InlineData(OutputKind.Adaptive, "window:3")]
    [InlineData(OutputKind.Sampled, "chunks:2")]
    [InlineData(OutputKind.Sampled, "window:3")]
    public void Other_output_layers_learn_too(OutputKind output, string policy)
    {
        Settings settings = Settings.Toy with { Hidden = 10, Epochs = 3, Output = output };
        using Trainer trainer = new(Corpus.Load(null, 200, null), settings, Policy.ReadList(policy)[0].Truncation, 1);
        RunResult result = trainer.Run(new StatusLine(TextWriter.Null), "test");
        Assert.False(result.Diverged);
        Assert.InRange(result.Best.Validation.Loss, 0, 0.75 * result.Epochs[0].Validation.Loss);
    }

    // Even where a cluster of a quarter of the features would have none.
    [Theory]
    [InlineData("adaptive", "Adaptive")]
    [InlineData("sampled", "Sampled")]
    public void The_output_layer_is_an_option(string option, string name)
    {
        string path = _runs.At("run.json");
        (int code, string output, string error) = _runs.RunOnFolder("--output", option, "--policies", "none", "--epochs", "1", "--hidden", "2", "--json", path);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"Tanh units, {name} softmax;", output, StringComparison.Ordinal);
        Assert.Equal(name, (string?)JsonNode.Parse(File.ReadAllText(path))!["settings"]!["output"]);
    }

    [Fact]
    public void A_window_as_long_as_the_sentence_is_no_truncation()
    {
        Settings settings = Settings.Toy with { Hidden = 5, Steps = 3 };
        Corpus corpus = Corpus.Load(null, 30, null);
        double[] losses = [.. Policy.ReadList("none,window:20,window:1").Select(policy =>
        {
            using Trainer trainer = new(corpus, settings, policy.Truncation, 1);
            return trainer.Run(new StatusLine(TextWriter.Null), "test").Best.Validation.Loss;
        })];
        Assert.Equal(losses[0], losses[1], 1e-4);
        Assert.NotEqual(losses[0], losses[2], 1e-4);
    }

    // U = [[.9,.8],[.5,.3]], V = [[.7,.3,.4],[.6,.9,.7]], W = [[.6,.5],[.2,.6],[.4,.2]] of the coursework, where U is the recurrent
    // matrix, V the input matrix and W the output matrix; x = 0 1 2 1 1 0 2, d = 1 2 1 1 1 1 1.
    [Fact]
    public void The_courseworks_own_losses_come_out()
    {
        SeedModel model = new(3, new Settings { Hidden = 2 }, 1);
        ((float[])[.7f, .6f, .3f, .9f, .4f, .7f]).CopyTo(model.U.Write());
        ((float[])[.9f, .5f, .8f, .3f]).CopyTo(model.W.Write());
        ((float[])[.6f, .2f, .4f, .5f, .6f, .2f]).CopyTo(model.Model.Output.Parameters[0].Write());
        using Evaluator evaluator = new(model);
        Sentence[] sentences = [Of([0, 1, 2, 1, 1, 0, 2], [1, 2, 1, 1, 1, 1, 1]), Of([1, 1, 0], [1, 0, 2]), Of([1, 1, 2, 1, 2], [1, 2, 1, 2, 1])];
        Assert.Equal(8.19118156763259 / 7, evaluator.Measure([sentences[0]]).Loss, 1e-6);
        Assert.Equal(1.16684249595909, evaluator.Measure(sentences).Loss, 1e-6);

        static Sentence Of(int[] inputs, int[] targets) => new(new StreamChunk(inputs, targets, inputs.Length, 1, inputs.Length), 0, 0, 1);
    }

    [Fact]
    public void The_adjusted_loss_takes_off_the_free_points_for_unknown_words()
    {
        Evaluation evaluation = new(4.2557, 0);
        Assert.Equal(70.50, evaluation.Perplexity, 0.01);
        Assert.Equal(91.45, Math.Exp(evaluation.AdjustedLoss(0.111857)), 0.02);
        Assert.Equal(4.2557, evaluation.AdjustedLoss(0));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("chunks:3")]
    [InlineData("window:3")]
    public void A_sentence_leaves_no_garbage(string policy)
    {
        Corpus corpus = Corpus.Load(null, 50, null);
        using Trainer trainer = new(corpus, Settings.Toy, Policy.ReadList(policy)[0].Truncation, 1);
        Assert.Equal(0, Allocated.Least(Pass));

        void Pass()
        {
            for (int i = 0; i < corpus.Training.Count; i++)
                trainer.Train(corpus.Training[i], 0.01);
        }
    }

    [Fact]
    public void The_rate_falls_harmonically() =>
        Assert.Equal([0.5, 0.5 * 5 / 6, 0.5 * 5 / 7], Enumerable.Range(0, 3).Select(new Settings().RateIn));

    [Fact]
    public void Policies_stand_side_by_side_in_table_and_file()
    {
        string path = _runs.At("run.json");
        (int code, string output, string error) = _runs.RunOnFolder(
            "--policies", "none,chunks:2", "--lookbacks", "0,2", "--epochs", "2", "--seeds", "2", "--hidden", "3,4", "--learning-rate", "0.1,0.05", "--json",
            path, "--picture", _runs.At("chart.svg"));
        Assert.Equal((0, ""), (code, error));
        foreach (string policy in (string[])["none", "chunks:2", "window:1", "window:3"])
            Assert.Contains($"\n| 4 units, rate 0.05, {policy} ", output, StringComparison.Ordinal);
        JsonArray trials = JsonNode.Parse(File.ReadAllText(path))!["trials"]!.AsArray();
        Assert.Equal(2 * 2 * 4, trials.Count);
        Assert.All(trials, trial => Assert.Equal(2, trial!["runs"]!.AsArray().Count));
        Pictures.Check(File.ReadAllText(_runs.At("chart.svg")), "3 units, rate 0.1", "4 units, rate 0.05", "chunks:2");

        // 13 words, 2 epochs: a window of 3 over sentences of 5 and 8 steps goes back 3 · 13 - 2 · 3 steps.
        Assert.Equal(26, (long)trials[0]!["runs"]![0]!["backward_steps"]!);
        Assert.Equal(2 * ((3 * 13) - 6), (long)trials[3]!["runs"]![0]!["backward_steps"]!);
    }

    [Fact]
    public void Runs_repeat_to_the_last_bit()
    {
        double[] losses = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using Trainer trainer = new(Corpus.Load(null, 40, null), Settings.Toy with { Epochs = 2 }, Truncation.Chunks(3), 5);
            return trainer.Run(new StatusLine(TextWriter.Null), "test").Best.Validation.Loss;
        })];
        Assert.Equal(losses[0], losses[1]);
    }

    [Fact]
    public void A_training_that_diverges_is_said_to()
    {
        (int code, string output, string error) = RnnLmRuns.Run("--sentences", "20", "--policies", "none", "--learning-rate", "1e38", "--epochs", "3");
        Assert.Equal((2, ""), (code, error));
        Assert.Contains("none, 1 diverged", output, StringComparison.Ordinal);
    }

    // Of the coursework's protocol alone, and of windows that it has.
    [Theory]
    [InlineData("window:1", 0.5, 5.017)]
    [InlineData("window:6", 0.05, 5.375)]
    [InlineData("window:2", 0.5, null)]
    [InlineData("none", 0.5, null)]
    [InlineData("window:6:2", 0.5, null)]
    [InlineData("window:1", 0.3, null)]
    public void Published_losses_stand_beside_trials_of_their_settings(string policy, double rate, double? expected)
    {
        Trial trial = new(Policy.ReadList(policy)[0], new Settings { LearningRate = rate });
        Assert.Equal(expected, Published.LossOf(trial));
        Assert.Null(Published.LossOf(trial with { Settings = trial.Settings with { Epochs = 9 } }));
        Assert.Null(Published.LossOf(trial with { Settings = trial.Settings with { Output = OutputKind.Sampled } }));
    }

    [Fact]
    public void Help_names_the_options() => Assert.Contains("--lookbacks", RnnLmRuns.Run("--help").Output, StringComparison.Ordinal);

    private static void Refused(string expected, (int Code, string Output, string Error) run)
    {
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
