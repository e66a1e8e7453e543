using System;
using System.Linq;
using System.Threading;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

[Collection(nameof(RunsAlone))]
public sealed class DataParallelTests
{
    private const int Words = 40, Classes = 5, Shards = 4, Rows = 6;

    private readonly Embedding<float> _embedding = new(Words, 7, new RandomStream(1));
    private readonly Linear<float> _hidden = new(7, 300, new RandomStream(2), name: "hidden");
    private readonly Linear<float> _output = new(300, Classes, new RandomStream(3), name: "output");
    private readonly Dropout _dropout = new(0.3);
    private readonly Parameter<float>[] _parameters;
    private readonly int[] _words = Draw(Words, Shards * Rows), _targets = Draw(Classes, Shards * Rows);

    public DataParallelTests() => _parameters = [.. _embedding.Parameters, .. _hidden.Parameters, .. _output.Parameters];

    // Judged by one sequential run for each shard, added up in their order.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_bits_are_those_of_the_shards_one_after_the_other(int threads)
    {
        (double expectedLoss, float[][] expected) = OneAfterTheOther();
        using DataParallel<float> parallel = new(_parameters, Shards, LossReduction.Sum);
        Threads.With(threads, () =>
        {
            for (int step = 0; step < 3; step++)
            {
                _parameters.ClearGradients();
                Assert.Equal(expectedLoss, parallel.Accumulate((shard, tape) => Loss(tape, shard, Streams())));
                Assert.Equal(expected, Gradients());
                Assert.True(_embedding.Table.HasRowGradient);
            }
        });
    }

    [Fact]
    public void Gradients_are_added_to_those_there_are()
    {
        using DataParallel<float> parallel = new(_parameters, Shards, LossReduction.Sum);
        double Step() => parallel.Accumulate((shard, tape) => Loss(tape, shard));
        _parameters.ClearGradients();
        Step();
        float[][] once = Gradients();
        Step();
        foreach ((float[] first, float[] second) in once.Zip(Gradients()))
            Assert.All(first.Zip(second), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-4f * (1 + Math.Abs(pair.First))));
    }

    // Both halves of the definition: the mean of the shards' means is the batch's, with one mask over the whole batch.
    [Fact]
    public void The_mean_over_shards_is_that_of_the_undivided_batch()
    {
        using Tape<float> tape = new();
        _parameters.ClearGradients();
        Variable<float> whole = Losses.SoftmaxCrossEntropy(Logits(tape, _words, new RandomStream(9), 0), _targets, LossReduction.Mean);
        tape.Backward(whole);
        float[][] expected = Gradients();
        _parameters.ClearGradients();
        using DataParallel<float> parallel = new(_parameters, Shards, LossReduction.Mean);
        double loss = parallel.Accumulate((shard, tape) =>
        {
            // The same seed for all, and the number of the first element that each has: 7 features a row.
            Variable<float> logits = Logits(tape, Part(_words, shard), new RandomStream(9), (ulong)(shard * Rows * 7));
            return Losses.SoftmaxCrossEntropy(logits, Part(_targets, shard), LossReduction.Mean);
        });
        Assert.Equal(whole.Item(), loss, 1e-5);
        foreach ((float[] one, float[] other) in expected.Zip(Gradients()))
            Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    // Each shard waits for the other: on one thread that would not end.
    [Fact]
    public void Shards_run_at_the_same_time()
    {
        using Barrier both = new(2);
        using DataParallel<float> parallel = new(_parameters, 2, LossReduction.Sum);
        Threads.With(2, () => Assert.Equal(2, parallel.Accumulate(_ => both.SignalAndWait(TimeSpan.FromSeconds(20)) ? 1 : 0)));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void What_the_first_failing_shard_throws_is_thrown_and_gradients_are_as_before(int threads)
    {
        using DataParallel<float> parallel = new(_parameters, Shards, LossReduction.Sum);
        _parameters.ClearGradients();
        parallel.Accumulate((shard, tape) => Loss(tape, shard));
        float[][] before = Gradients();
        Threads.With(threads, () =>
        {
            InvalidTimeZoneException thrown = Assert.Throws<InvalidTimeZoneException>(() => parallel.Accumulate((shard, tape) =>
                shard is 1 or 3 ? throw new InvalidTimeZoneException($"shard {shard}") : Loss(tape, shard)));
            Assert.Equal("shard 1", thrown.Message);
            Assert.Contains(
                "not a scalar",
                Assert.Throws<ArgumentException>(() => parallel.Accumulate((shard, tape) => Logits(tape, _words, null, 0))).Message,
                StringComparison.Ordinal);
            Assert.Equal(before, Gradients());
            _parameters.ClearGradients();
            parallel.Accumulate((shard, tape) => Loss(tape, shard));
            Assert.Equal(before, Gradients());
        });
    }

    [Fact]
    public void No_function_at_all_is_refused_by_its_name()
    {
        using DataParallel<float> parallel = new(_parameters, 2, LossReduction.Sum);
        Assert.Throws<ArgumentNullException>("loss", () => parallel.Accumulate((Func<int, Tape<float>, Variable<float>>)null!));
        Assert.Throws<ArgumentNullException>("accumulate", () => parallel.Accumulate((Func<int, double>)null!));
    }

    [Fact]
    public void A_shard_without_data_adds_nothing()
    {
        using DataParallel<float> parallel = new(_parameters, 3, LossReduction.Sum);
        _parameters.ClearGradients();
        Assert.Equal(0, parallel.Accumulate((_, _) => default));
        Assert.All(_parameters, parameter => Assert.False(parameter.HasGradient));
        using Tape<float> tape = new();
        Variable<float> loss = Loss(tape, 1);
        Assert.Equal(loss.Item(), parallel.Accumulate((shard, tape) => shard == 1 ? Loss(tape, 1) : default));
    }

    // A step of training: the functions are kept, and every thread has run every shard some time before.
    [Theory, InlineData(1), InlineData(2)]
    public void A_step_allocates_nothing(int threads)
    {
        RandomStream[] streams = Streams();
        using DataParallel<float> parallel = new(_parameters, Shards, LossReduction.Mean);
        Adam<float> optimizer = new(_parameters, lazyRows: true);
        Func<int, Tape<float>, Variable<float>> loss = (shard, tape) => Loss(tape, shard, streams);
        long Steps(int count)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int step = 0; step < count; step++)
            {
                _parameters.ClearGradients();
                parallel.Accumulate(loss);
                GradientClipping.ByGlobalNorm(_parameters, 1);
                optimizer.Step();
            }

            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Threads.With(threads, () =>
        {
            Steps(200);

            // What the runtime takes now and then is not in every round.
            Assert.Equal(0, Enumerable.Range(0, 12).Min(_ => Steps(30)));
        });
    }

    // The thread that ran a shard keeps its tape for a moment only; while it has it, no other may use it.
    [Fact]
    public void A_tape_of_a_running_shard_is_refused_to_other_threads()
    {
        using Barrier both = new(2);
        using DataParallel<float> parallel = new(_parameters, 2, LossReduction.Sum);
        Tape<float>[] tapes = new Tape<float>[2];
        TapeException?[] refused = new TapeException?[2];
        Variable<float> kept = default;
        Threads.With(2, () => parallel.Accumulate((shard, tape) =>
        {
            tapes[shard] = tape;
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(20)));
            refused[shard] = Assert.Throws<TapeException>(() => tapes[1 - shard].Constant(1));
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(20)));
            kept = shard == 1 ? tape.Constant(7) : kept;
            return default;
        }));
        Assert.All(refused, one => Assert.Contains("belongs to thread", one!.Message, StringComparison.Ordinal));

        // Afterwards they are the caller's.
        Assert.Equal(7, kept.Item());
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Equal(
            "DataParallel: there is no loss reduction 5; need one of Sum, Mean.",
            Assert.Throws<ArgumentException>(() => new DataParallel<float>(_parameters, 1, (LossReduction)5)).Message);
        Assert.Equal("DataParallel: 0 shards; need 1 or more.", Assert.Throws<ArgumentException>(() => new DataParallel<float>(_parameters, 0, LossReduction.Sum)).Message);
        Assert.Throws<ArgumentException>(() => new DataParallel<float>([_output.Weight, _output.Weight], 2, LossReduction.Sum));
        DataParallel<float> parallel = new(_parameters, 2, LossReduction.Sum);
        using DataParallel<float> other = new(_parameters, 2, LossReduction.Sum);
        Assert.Equal(
            "DataParallel.Accumulate: it is running already; need one call at a time, and none from inside a shard.",
            Assert.Throws<TapeException>(() => parallel.Accumulate(_ => parallel.Accumulate(_ => 0))).Message);
        Assert.StartsWith("Replicas.Enter:", Assert.Throws<TapeException>(() => parallel.Accumulate(_ => other.Accumulate(_ => 0))).Message, StringComparison.Ordinal);
        parallel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => parallel.Accumulate(_ => 0));
    }

    // Recorded steps, one for each shard, taken over by whichever thread comes.
    [Theory, InlineData(1), InlineData(2)]
    public void Recorded_steps_give_the_same_bits(int threads)
    {
        (double expectedLoss, float[][] expected) = OneAfterTheOther(dropped: false);
        Observed<int>[] words = [.. Enumerable.Range(0, Shards).Select(shard => new Observed<int>($"words {shard}"))];
        Replay<float>[] replays = [.. words.Select((own, shard) => new Replay<float>(
            tape => Losses.SoftmaxCrossEntropy(Logits(tape, own.Values, null, 0), Part(_targets, shard), LossReduction.Sum), own))];
        using DataParallel<float> parallel = new(_parameters, Shards, LossReduction.Sum);
        Threads.With(threads, () =>
        {
            for (int step = 0; step < 6; step++)
            {
                _parameters.ClearGradients();
                Assert.Equal(expectedLoss, parallel.Accumulate(shard =>
                {
                    words[shard].Set(Part(_words, shard));
                    replays[shard].Adopt();
                    return replays[shard].Backward().Item();
                }));
                Assert.Equal(expected, Gradients());
            }
        });
        Assert.All(replays, replay => Assert.Equal(4, replay.Replays));
        Array.ForEach(replays, replay => replay.Dispose());
    }

    private static RandomStream[] Streams() => [.. Enumerable.Range(0, Shards).Select(shard => new RandomStream(100 + (ulong)shard))];

    private static int[] Draw(int below, int count)
    {
        Random random = new(below);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(below))];
    }

    private static ReadOnlySpan<int> Part(int[] all, int shard) => all.AsSpan(shard * Rows, Rows);

    private (double Loss, float[][] Gradients) OneAfterTheOther(bool dropped = true)
    {
        RandomStream[]? streams = dropped ? Streams() : null;
        double sum = 0;
        float[][] gradients = [];
        for (int shard = 0; shard < Shards; shard++)
        {
            using Tape<float> tape = new();
            _parameters.ClearGradients();
            Variable<float> loss = Loss(tape, shard, streams);
            tape.Backward(loss);
            sum += loss.Item();
            float[][] own = Gradients();
            gradients = shard == 0 ? own : [.. gradients.Zip(own, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())];
        }

        return (sum, gradients);
    }

    private float[][] Gradients() => Array.ConvertAll(_parameters, parameter => parameter.Gradient.ToArray());

    private Variable<float> Loss(Tape<float> tape, int shard, RandomStream[]? streams = null) =>
        Losses.SoftmaxCrossEntropy(Logits(tape, Part(_words, shard), streams?[shard], 0), Part(_targets, shard), LossReduction.Sum);

    private Variable<float> Logits(Tape<float> tape, ReadOnlySpan<int> words, RandomStream? random, ulong first) =>
        _output.Forward(Tanh(_hidden.Forward(_dropout.Forward(_embedding.Forward(tape, words), random, first))));
}
