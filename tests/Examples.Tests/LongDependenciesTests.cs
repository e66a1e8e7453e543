using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Examples;
using AutoDiff.Examples.LongDependencies;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class LongDependenciesTests
{
    private static readonly Settings Small = Settings.Quick with { Hidden = 6, Batch = 4 };

    [Fact]
    public void A_sum_has_a_mark_in_each_half_and_none_in_the_pause()
    {
        AddingTask task = new(30, 10);
        TaskBatch batch = new(task, 200);
        task.Draw(seed: 3, number: 5, batch);
        int[] marks = new int[30];
        for (int row = 0; row < batch.Rows; row++)
        {
            int[] places = [.. Enumerable.Range(0, 30).Where(step => Input(step, row, 1) == 1)];
            Assert.Equal(2, places.Length);
            Assert.InRange(places[0], 0, 9);
            Assert.InRange(places[1], 10, 19);
            Assert.Equal(places.Sum(step => Input(step, row, 0)), batch.Targets[row]);
            marks[places[0]]++;
            marks[places[1]]++;
        }

        Assert.All(marks[..20], count => Assert.InRange(count, 1, 60));
        float Input(int step, int row, int feature) => batch.Inputs[(((step * batch.Rows) + row) * 2) + feature];
    }

    [Fact]
    public void Batches_are_addressed_and_not_drawn_in_turn()
    {
        foreach (LongTask task in new LongTask[] { new AddingTask(12, 4), new CopyTask(6) })
        {
            TaskBatch one = new(task, 3), again = new(task, 3), other = new(task, 3);
            task.Draw(1, 7, one);
            task.Draw(1, 8, other);
            task.Draw(1, 8, again);
            task.Draw(1, 7, again);
            Assert.Equal(one.Inputs.ToArray(), again.Inputs.ToArray());
            Assert.Equal(one.Targets.ToArray(), again.Targets.ToArray());
            Assert.NotEqual(one.Inputs.ToArray(), other.Inputs.ToArray());
        }
    }

    [Fact]
    public void What_is_to_be_copied_stands_at_both_ends()
    {
        CopyTask task = new(5);
        TaskBatch batch = new(task, 2);
        task.Draw(1, 0, batch);
        for (int row = 0; row < 2; row++)
        {
            int[] read = [.. Enumerable.Range(0, task.Steps).Select(step => batch.Inputs.Slice(((step * 2) + row) * task.InputSize, task.InputSize).IndexOf(1))];
            float[] targets = [.. Enumerable.Range(0, task.Steps).Select(step => batch.Targets[(step * 2) + row])];
            Assert.Equal(25, read.Length);
            Assert.All(read[..10], symbol => Assert.InRange(symbol, 0, 7));
            Assert.All(read[10..14].Concat(read[15..]), blank => Assert.Equal(8, blank));
            Assert.Equal(9, read[14]);
            Assert.All(targets[..15], blank => Assert.Equal(8, blank));
            Assert.Equal(read[..10].Select(symbol => (float)symbol), targets[15..]);
        }
    }

    // The best answers without memory have the losses that are said to be theirs.
    [Fact]
    public void Answers_without_memory_lose_what_is_said()
    {
        AddingTask adding = new(10, 5);
        TaskBatch batch = new(adding, 20_000);
        adding.Draw(1, 0, batch);
        using Tape<float> tape = new();
        Assert.Equal(adding.Baseline, adding.Loss(tape.Fill(1, new Shape(20_000, 1)), batch, 9).Item() / 20_000, 0.003);

        CopyTask copy = new(10);
        TaskBatch words = new(copy, 1);
        copy.Draw(1, 0, words);
        float[] answers = new float[copy.Steps * copy.OutputSize];
        for (int step = 0; step < copy.Steps; step++)
            answers[(step * copy.OutputSize) + 8] = step < copy.Steps - 10 ? 100 : -100;
        Assert.Equal(copy.Baseline, copy.Loss(tape.Constant(answers, new Shape(copy.Steps, copy.OutputSize)), words, 0).Item() / copy.Steps, 1e-5);
        Assert.Equal(10, copy.Judge(answers, words).Count);
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Elman)]
    public void Checkpoints_and_long_windows_train_as_no_truncation_does(CellKind cell)
    {
        foreach (LongTask task in new LongTask[] { new AddingTask(40, 20), new CopyTask(8) })
        {
            double[] losses = [.. Policy.ReadList("none,checkpoint:40,window:100,chunks:100").Select(policy =>
            {
                using Learner learner = Learner.Create(cell, task, policy, Small);
                for (int i = 0; i < 3; i++)
                    learner.Train();
                return learner.Measure().Loss;
            })];
            Assert.All(losses, loss => Assert.Equal(losses[0], loss, 1e-4));
        }
    }

    [Fact]
    public void A_budget_is_kept()
    {
        AddingTask task = new(200, 100);
        long[] bytes = [.. Policy.ReadList("none,checkpoint:64").Select(policy =>
        {
            using Learner learner = Learner.Create(CellKind.Gru, task, policy, Small);
            learner.Train();
            return learner.PeakBytes;
        })];
        Assert.InRange(bytes[1], 1, 64 * 1024);
        Assert.True(bytes[0] > 2 * bytes[1]);
    }

    // A window sees no mark, so that the answer cannot be learnt; all steps see both.
    [Fact]
    public void A_window_shorter_than_the_pause_does_not_learn_what_a_longer_one_learns()
    {
        Settings settings = Settings.Quick with { Updates = 300 };
        double[] losses = [.. Policy.ReadList("none,checkpoint:64,window:9,chunks:9").Select(policy =>
            new Experiment(new AddingTask(20, 10), CellKind.Gru, policy, settings).Run(0.01, new StatusLine(TextWriter.Null)).Last.Loss)];
        Assert.InRange(losses[0], 0, 0.01);
        Assert.InRange(losses[1], 0, 0.01);
        Assert.InRange(losses[2], 0.1, 1);
        Assert.InRange(losses[3], 0.1, 1);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("window:9")]
    [InlineData("chunks:5")]
    public void An_update_leaves_no_garbage(string policy)
    {
        foreach (LongTask task in new LongTask[] { new AddingTask(20, 10), new CopyTask(8) })
        {
            using Learner learner = Learner.Create(CellKind.Gru, task, Policy.ReadList(policy)[0], Small);
            Assert.Equal(0, Allocated.Least(() => learner.Train()));
        }
    }

    [Fact]
    public void The_program_writes_what_it_is_asked_for()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Said.By(
                Program.Run, "--quick", "--updates", "20", "--every", "10", "--cells", "gru,lstm", "--seeds", "2", "--json", path, "--picture", path + ".svg",
                "--reach", path + ".reach.svg")
                .Shows("Gru, T = 10, none, seed 1: ", "Lstm, T = 20, window:5", "without memory");
            JsonArray runs = JsonNode.Parse(File.ReadAllText(path))!.AsArray();
            Assert.Equal(2 * 2 * 2 * 4, runs.Count);
            Assert.All(runs, run => Assert.Equal(3, run!["curve"]!.AsArray().Count));
            Pictures.Check(File.ReadAllText(path + ".svg"), "Gru, T = 10, none", "without memory");
            Pictures.Check(File.ReadAllText(path + ".reach.svg"), "Lstm, window:15", "length T");
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".svg");
            File.Delete(path + ".reach.svg");
        }
    }

    [Theory]
    [InlineData("--policies window:0", "--policies: Truncation.Window: a window of 0 steps; need 1 or more")]
    [InlineData("--policies checkpoint:x", "--policies: \"checkpoint:x\" has no budget; need a whole number of KiB")]
    [InlineData("--policies cut:3", "need checkpoint:KIB, none, chunks:K")]
    [InlineData("--quick --policies checkpoint:1", "1024 bytes are not enough")]
    [InlineData("--cells rnn", "--cells: \"rnn\" is no cell; need elman, lstm or gru")]
    [InlineData("--task sort", "--task: \"sort\" is no task; need adding or copy")]
    [InlineData("--lengths 1", "--lengths: 1 is out of range; need 2 to 1000000")]
    [InlineData("--task copy --pause 2", "--pause is of the adding problem; leave it out")]
    [InlineData("--lengths 10 --pause 9", "--pause: 9 steps without a mark at the end of 10; need 0 to 8")]
    [InlineData("--target -1", "--target: -1 is out of range")]
    [InlineData("--hidden 0", "--hidden: 0 is out of range")]
    [InlineData("--reach nowhere/x.svg", "--reach: nowhere/x.svg cannot be written")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);
}
