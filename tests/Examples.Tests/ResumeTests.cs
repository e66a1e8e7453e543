using System;
using System.IO;
using System.Linq;
using AutoDiff.Examples;
using AutoDiff.Examples.CharacterLm;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class ResumeTests : IDisposable
{
    private readonly Runs _runs = new();

    public static TheoryData<CellKind, OptimizerKind, string, int> Kinds => new()
    {
        { CellKind.Lstm, OptimizerKind.Adam, "window:4:2", 5 },
        { CellKind.Lstm, OptimizerKind.RmsProp, "chunks:3", 0 },
        { CellKind.Gru, OptimizerKind.RmsProp, "none", 4 },
        { CellKind.Elman, OptimizerKind.Sgd, "window:3", 0 },
    };

    public void Dispose() => _runs.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_that_resumes_is_the_run_that_was_never_interrupted(CellKind cell, OptimizerKind optimizer, string truncation, int embedding)
    {
        Settings settings = Runs.Tiny with { Cell = cell, Optimizer = optimizer, Truncation = new TruncationText(truncation), Embedding = embedding };
        TrainingText text = new("a text", Runs.Text(), settings);
        using Trainer whole = Runs.Trainer(settings);
        int perEpoch = whole.Stream.ChunkCount, steps = (2 * perEpoch) + 3;
        Assert.InRange(perEpoch, 6, 20);

        // Stops: at the beginning, within a pass, right before its end, at its end, and after it.
        foreach (int stop in (int[])[0, 1, 5, perEpoch - 1, perEpoch, perEpoch + 1, 2 * perEpoch])
        {
            using Trainer first = Runs.Trainer(settings);
            Advance(first, stop);
            string path = _runs.At($"{stop}.safetensors");
            Checkpoint.Save(path, first, new History(), Limits.Default, null);
            using Trainer second = Checkpoint.Load("--resume", path).Resume(text).Trainer;
            Assert.Equal(Bytes(first), Bytes(second));
            using Trainer uninterrupted = Runs.Trainer(settings);
            Advance(uninterrupted, stop);
            for (int step = stop; step < steps; step++)
            {
                Advance(second, 1);
                Advance(uninterrupted, 1);
                Assert.Equal(uninterrupted.Loss, second.Loss);
                Assert.Equal(uninterrupted.GradientNorm, second.GradientNorm);
            }

            Assert.Equal(Bytes(uninterrupted), Bytes(second));
            Assert.Equal(uninterrupted.Best, second.Best);
            Assert.Equal(Write(uninterrupted), Write(second));
        }
    }

    [Fact]
    public void A_saved_run_holds_weights_optimiser_carried_state_and_counters()
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny);
        Advance(trainer, 3);
        TensorFile file = new();
        trainer.Save(file);
        string[] names = [.. file.Entries.Select(entry => entry.Name)];
        Assert.Contains("model.layers.1.recurrent_weights", names);
        Assert.Contains(names, name => name.StartsWith("optimizer.", StringComparison.Ordinal));
        Assert.Equal(4, names.Count(name => name.StartsWith("carried.", StringComparison.Ordinal)));
        Assert.Equal([3, 0, 3, 0], file["progress.counts"].Values<long>().ToArray());
        Assert.NotEqual(0, file["random.position"].Values<long>()[0]);
        Assert.Equal(new Shape(3, 6), file["carried.0"].Shape);
    }

    [Fact]
    public void The_command_line_resumes_to_the_same_file()
    {
        Assert.Equal(0, _runs.Train("--epochs", "2", "--steps", "20", "--log-every", "3").Code);
        byte[] whole = Comparable(_runs.At("run.safetensors"));
        string path = _runs.At("parts.safetensors");
        Assert.Equal(0, _runs.Train("--epochs", "2", "--log-every", "3", "--steps", "4").Code);
        File.Move(_runs.At("run.safetensors"), path);
        int code;
        string output, error;
        foreach (string steps in (string[])["11", "12", "13"])
        {
            (code, _, error) = _runs.Run("--resume", path, "--steps", steps);
            Assert.True(code == 0, error);
        }

        (code, output, error) = _runs.Run("--resume", path, "--epochs", "2", "--steps", "20");
        Assert.True(code == 0, error);
        Assert.Contains("going on after step", output, StringComparison.Ordinal);
        Assert.Equal(whole, Comparable(path));
    }

    [Fact]
    public void A_stop_saves_and_says_how_to_go_on()
    {
        string path = _runs.At("run.safetensors");
        (int code, string output, _) = _runs.Run(
            new System.Threading.CancellationToken(canceled: true), "--text", _runs.TextPath, "--hidden", "4", "--batch", "2", "--save", path);
        Assert.Equal(130, code);
        Assert.Contains($"--resume {path}", output, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
        Assert.Equal(0, _runs.Run("--resume", path, "--steps", "3").Code);
    }

    // Trains as a run does, with the measurement after each pass.
    private static void Advance(Trainer trainer, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            trainer.Train();
            if (trainer.ValidatedEpochs < trainer.Epoch)
                trainer.Validate();
        }
    }

    private static byte[] Bytes(Trainer trainer)
    {
        TensorFile file = new();
        trainer.Save(file);
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static string Write(Trainer trainer) => trainer.Model.Sample("", 40, 1, 3);

    // The arrays of a saved run but for the measured times and speeds.
    private static byte[] Comparable(string path)
    {
        TensorFile file = TensorFile.Load(path), kept = new();
        foreach (TensorEntry entry in file.Entries.Where(entry => !entry.Name.StartsWith("history.", StringComparison.Ordinal)))
            Copy(entry, kept);
        using MemoryStream stream = new();
        kept.Write(stream);
        return stream.ToArray();
    }

    private static void Copy(TensorEntry entry, TensorFile into)
    {
        switch (entry.Element)
        {
            case TensorElement.F32:
                into.Add(entry.Name, entry.Shape, entry.Values<float>());
                break;
            case TensorElement.F64:
                into.Add(entry.Name, entry.Shape, entry.Values<double>());
                break;
            default:
                into.Add(entry.Name, entry.Shape, entry.Values<long>());
                break;
        }
    }
}
