using System;
using System.IO;
using System.Linq;
using System.Threading;
using AutoDiff.Examples;
using AutoDiff.Examples.CharacterLm;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class TrainerTests
{
    [Fact]
    public void A_small_model_learns_a_text_that_repeats()
    {
        Settings settings = new() { Layers = 1, Hidden = 16, Batch = 4, StepsPerSequence = 10, LearningRate = 0.02, Decay = 1, Truncation = new TruncationText("none") };
        TrainingText text = new("abc", string.Concat(Enumerable.Repeat("abcdefgh", 60)), settings);
        using Trainer trainer = CharacterModel.Create(settings, text.Vocabulary).CreateTrainer(text);
        double before = trainer.Evaluate();
        Assert.InRange(before, 1.5, 3);
        for (int i = 0; i < 150; i++)
            trainer.Train();
        Assert.InRange(trainer.Evaluate(), 0, 0.3);
        Assert.Equal("abcdefghabc", trainer.Model.Sample("abc", 8, 0, 0));
    }

    [Fact]
    public void Validation_changes_nothing_that_training_depends_on()
    {
        using Trainer measured = Runs.Trainer(Runs.Tiny), plain = Runs.Trainer(Runs.Tiny);
        for (int i = 0; i < 5; i++)
        {
            measured.Evaluate();
            measured.Model.Sample("the", 5, 1, 1);
            measured.Train();
            plain.Train();
            Assert.Equal(plain.Loss, measured.Loss);
        }
    }

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_step_in_steady_state_allocates_nothing(CellKind cell)
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny with { Cell = cell, Embedding = 5, Truncation = new TruncationText("chunks:5") });
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (int i = 0; i < 20; i++)
                trainer.Train();
        }));
    }

    [Fact]
    public void A_pass_learns_every_character_but_the_first_once()
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny);
        int characters = 0;
        do
        {
            trainer.Train();
            characters += trainer.Characters;
        }
        while (trainer.Epoch == 0);
        Assert.Equal(trainer.Text.Training.Length - 1, characters);
        Assert.Empty(trainer.Carried);
    }

    [Fact]
    public void The_learning_rate_decays_with_each_pass()
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny with { LearningRate = 0.5, Decay = 0.5, Optimizer = OptimizerKind.Sgd, Clip = 0.01 });
        for (int i = 0; i < (2 * trainer.Stream.ChunkCount) + 1; i++)
            trainer.Train();
        Assert.Equal(0.125, trainer.Optimizer.LearningRate);
        Assert.Equal((2, 1), (trainer.Epoch, trainer.Chunk));
    }

    [Fact]
    public void A_step_that_diverges_is_not_taken()
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny with { Optimizer = OptimizerKind.Sgd, LearningRate = 1e38, Clip = 0, Cell = CellKind.Elman });
        DivergedException error = Assert.Throws<DivergedException>(() =>
        {
            for (int i = 0; i < 50; i++)
                trainer.Train();
        });
        Assert.Contains($"diverged at step {trainer.Step + 1}:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_diverges_keeps_the_last_good_save()
    {
        int saves = 0;
        using Trainer trainer = Runs.Trainer(Runs.Tiny with { Optimizer = OptimizerKind.Sgd, Clip = 0, Cell = CellKind.Elman });
        TrainingRun run = new(trainer, new History(), new Limits(5, null, 1), new PlainProgress(TextWriter.Null))
        {
            Save = () =>
            {
                saves++;
                trainer.Optimizer.LearningRate = 1e38;
            },
        };
        Assert.Throws<DivergedException>(() => run.Run(CancellationToken.None));
        Assert.Equal((1, 1), (saves, trainer.Epoch));
    }

    [Fact]
    public void A_run_that_diverges_says_so_in_one_line()
    {
        using Runs runs = new();
        (int code, string output, string error) = runs.Train("--cell", "elman", "--optimizer", "sgd", "--learning-rate", "1e38", "--clip", "0");
        Assert.Equal(2, code);
        Assert.StartsWith("Training diverged at step ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Contains("Nothing was saved.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_split_at_its_end()
    {
        TrainingText text = new("a text", Runs.Text(), Runs.Tiny);
        Assert.Equal(300, text.Length);
        Assert.Equal(240, text.Training.Length);
        Assert.Equal(60, text.Validation.Length);
        Assert.Equal(Runs.Text()[240..], text.Vocabulary.Decode(text.Validation.Span));
        Assert.Equal(0, new TrainingText("a text", Runs.Text(), Runs.Tiny with { Validation = 0 }).Validation.Length);
    }

    [Fact]
    public void The_default_text_is_the_sources_of_the_project()
    {
        TrainingText text = TrainingText.Load(null, new Settings());
        Assert.True(text.Length > 100_000);
        Assert.Equal(text.Hash, TrainingText.Load(null, new Settings()).Hash);
    }
}
