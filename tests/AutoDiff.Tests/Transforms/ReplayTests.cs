using System;
using System.Linq;
using System.Threading;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

// What is replayed and what is not, what is refused, and that a refusal changes nothing. That bits agree, the law Replay says of every operation.
public sealed class ReplayTests
{
    private readonly Parameter<double> _table = new("table", new Shape(5, 3), [.. Enumerable.Range(0, 15).Select(i => 0.1 * i)]);
    private readonly Parameter<double> _weight = new("weight", new Shape(3, 4), [.. Enumerable.Range(0, 12).Select(i => Math.Sin(i))]);
    private readonly Observed<int> _words = new("words"), _targets = new("targets");

    [Fact]
    public void A_step_is_replayed_when_two_recordings_agree()
    {
        int calls = 0;
        using Replay<double> replay = new(tape =>
        {
            calls++;
            return Loss(tape);
        }, _words, _targets);
        for (int run = 0; run < 6; run++)
        {
            Observe([run % 5, 1], [run % 4, 3]);
            double expected = Expected(out double[] gradient);
            Clear();
            Assert.Equal(expected, replay.Backward().Item());
            Assert.Equal(gradient, _weight.Gradient.ToArray());
            Assert.Equal(run < 2, replay.Obstacle is not null);
            Move();
        }

        Assert.Equal((2, 2L, 4L), (calls, replay.Recordings, replay.Replays));
    }

    [Fact]
    public void Gradients_add_up_where_they_are_not_cleared()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        Observe([1, 2], [0, 3]);
        Clear();
        for (int run = 0; run < 5; run++)
            replay.Backward();
        Expected(out double[] gradient);
        Assert.True(_weight.Gradient.ToArray().Zip(gradient).All(pair => Math.Abs(pair.First - (5 * pair.Second)) < 1e-12));
        Assert.Equal(3, replay.Replays);
    }

    [Fact]
    public void Other_counts_are_recorded_and_both_graphs_stay()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            for (int batch = 0; batch < 3; batch++)
            {
                Observe(batch == 2 ? [epoch] : [epoch, batch], batch == 2 ? [batch] : [batch, 3]);
                Assert.Equal(Expected(out _), replay.Forward().Item());
                if (epoch == 0 && batch == 2)
                    Assert.Contains("words has 1", replay.Obstacle, StringComparison.Ordinal);
            }
        }

        Assert.Equal((4L, 8L), (replay.Recordings, replay.Replays));
    }

    [Fact]
    public void Many_counts_are_recorded_each_time()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        for (int run = 0; run < 24; run++)
        {
            int[] words = [.. Enumerable.Range(0, 1 + (run % 8)).Select(i => (run + i) % 5)];
            Observe(words, [.. words.Select(word => word % 4)]);
            Assert.Equal(Expected(out _), replay.Forward().Item());
        }

        Assert.Equal((24L, 0L), (replay.Recordings, replay.Replays));
    }

    [Fact]
    public void What_is_computed_inside_is_seen_after_each_run()
    {
        Variable<double> logits = default;
        using Replay<double> replay = new(tape =>
        {
            logits = Gather(tape.Use(_table), _words.Values);
            return Sum(logits);
        }, _words);
        for (int run = 0; run < 4; run++)
        {
            _words.Set([run]);
            Variable<double> root = replay.Forward();
            Assert.Equal(_table.Values.Slice(3 * run, 3).ToArray(), logits.ToArray());
            Assert.Equal(root.Item(), Sum(2 * logits).Item() / 2, 12);
        }
    }

    [Fact]
    public void What_is_computed_afterwards_is_forgotten()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        Observe([1, 2], [0, 3]);
        replay.Forward();
        replay.Forward();
        Variable<double> early = 2 * replay.Forward();
        replay.Forward();
        TapeException error = Assert.Throws<TapeException>(() => early.Item());
        Assert.Contains("after a run of a replay", error.Message, StringComparison.Ordinal);
        Variable<double> late = 3 * replay.Forward();
        Assert.NotEqual(early, late);
        Assert.Throws<TapeException>(() => early.Item());
        Assert.Equal(3 * Expected(out _), late.Item());
        Clear();
        replay.Backward();
        Expected(out double[] gradient);
        Clear();
        replay.Backward();
        Assert.Equal(gradient, _weight.Gradient.ToArray());
    }

    [Theory]
    [InlineData("looks", "looks at the numbers")]
    [InlineData("sorts", "looks at the numbers")]
    [InlineData("drops", "other attributes")]
    [InlineData("copies", "not given")]
    [InlineData("counts", "other numbers")]
    [InlineData("places", "only when it is recorded")]
    [InlineData("differentiates", "not recorded")]
    [InlineData("checkpoints", "checkpoint")]
    [InlineData("keeps", "not recorded")]
    [InlineData("packs", "not recorded")]
    [InlineData("pulls", "looks at the numbers")]
    [InlineData("pulls rows", "looks at the numbers")]
    [InlineData("grows", "another graph")]
    [InlineData("hooks", "another object")]
    public void What_cannot_be_replayed_is_recorded_each_time_and_says_so(string kind, string obstacle)
    {
        int run = 0;
        using Replay<double> replay = new(tape => Unusual(kind, tape, run), _words, _targets);
        using Tape<double> plain = new();
        for (; run < 5; run++)
        {
            Observe([run % 5, 1], [run % 4, 3]);
            plain.Reset();
            Assert.Equal(Unusual(kind, plain, run).Item(), replay.Backward().Item());
            if (run > 0)
                Assert.Contains(obstacle, replay.Obstacle, StringComparison.Ordinal);
        }

        Assert.Equal((5L, 0L), (replay.Recordings, replay.Replays));
    }

    [Fact]
    public void Second_order_steps_are_replayed()
    {
        Variable<double> Penalty(Tape<double> tape)
        {
            Variable<double> loss = Loss(tape);
            return loss + SumOfSquares(tape.Gradient(loss, tape.Use(_weight), record: true));
        }

        using Replay<double> replay = new(Penalty, _words, _targets);
        using Tape<double> plain = new();
        for (int run = 0; run < 5; run++)
        {
            Observe([run % 5, 1], [run % 4, 3]);
            Clear();
            plain.Reset();
            Variable<double> expected = Penalty(plain);
            plain.Backward(expected);
            double[] gradient = _weight.Gradient.ToArray();
            Clear();
            Assert.Equal(expected.Item(), replay.Backward().Item());
            Assert.Equal(gradient, _weight.Gradient.ToArray());
            Move();
        }

        Assert.Equal(3, replay.Replays);
    }

    [Fact]
    public void An_index_out_of_range_is_refused_and_nothing_changes()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        Observe([1, 2], [0, 3]);
        for (int run = 0; run < 3; run++)
            replay.Forward();
        Clear();
        double[] before = replay.Backward().ToArray(), gradient = _weight.Gradient.ToArray();
        Variable<double> root = replay.Forward();
        foreach ((int[] words, int[] targets, string text) in ((int[], int[], string)[])
        [
            ([1, 5], [0, 3], "Gather: index out of range: index 5 at position 1"),
            ([1, 2], [0, 4], "target 4"),
        ])
        {
            Observe(words, targets);
            ArgumentException error = Assert.Throws<ArgumentException>(() => replay.Backward());
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, root.ToArray());
            Assert.Equal(gradient, _weight.Gradient.ToArray());
        }

        Observe([1, 2], [0, 3]);
        Clear();
        Assert.Equal(before, replay.Backward().ToArray());
        Assert.Equal(gradient, _weight.Gradient.ToArray());
        Assert.Equal((2L, 4L), (replay.Recordings, replay.Replays));
    }

    [Fact]
    public void A_recording_that_is_refused_leaves_the_replay_usable()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        Observe([9, 2], [0, 3]);
        Assert.Throws<ArgumentException>(() => replay.Forward());
        Observe([1, 2], [0, 3]);
        for (int run = 0; run < 4; run++)
            Assert.Equal(Expected(out _), replay.Forward().Item());
        Assert.Equal((2L, 2L), (replay.Recordings, replay.Replays));
    }

    [Fact]
    public void Comparing_again_finds_a_branch_taken_late()
    {
        bool late = false;
        using Replay<double> replay = new(tape => late ? 2 * Loss(tape) : Loss(tape), _words, _targets);
        Observe([1, 2], [0, 3]);
        for (int run = 0; run < 3; run++)
            replay.Forward();
        replay.CompareNext();
        replay.Forward();
        Assert.Contains("asked for", replay.Obstacle, StringComparison.Ordinal);
        Assert.Equal(Expected(out _), replay.Forward().Item());
        Assert.Null(replay.Obstacle);
        late = true;
        replay.CompareNext();
        Assert.Equal(2 * Expected(out _), replay.Forward().Item());
        Assert.Contains("another graph", replay.Obstacle, StringComparison.Ordinal);
        replay.Forward();
        Assert.Equal(2 * Expected(out _), replay.Forward().Item());
        Assert.Null(replay.Obstacle);
    }

    [Fact]
    public void A_tape_that_was_reset_outside_is_recorded_anew()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        Observe([1, 2], [0, 3]);
        for (int run = 0; run < 3; run++)
            replay.Forward();
        replay.Forward().Tape.Reset();
        Assert.Equal(Expected(out _), replay.Backward().Item());
        Assert.Contains("reset or severed", replay.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Observe([1, 2], [0, 3]);
        Assert.Contains("Single", Assert.Throws<ArgumentException>(() => new Replay<double>(Loss, new Observed<float>("data"))).Message, StringComparison.Ordinal);
        Assert.Contains("no variable", Assert.Throws<ArgumentException>(() => new Replay<double>(_ => default).Forward()).Message, StringComparison.Ordinal);
        foreach (Action<Tape<double>> act in (Action<Tape<double>>[])[tape => tape.Reset(), tape => tape.Dispose(), tape => tape.Backward(Loss(tape)), tape => tape.Sever([])])
        {
            using Replay<double> misused = new(tape =>
            {
                act(tape);
                return Loss(tape);
            }, _words, _targets);
            Assert.Contains("a step is being recorded", Assert.Throws<TapeException>(() => misused.Forward()).Message, StringComparison.Ordinal);
        }

        Replay<double>? nested = null;
        using (nested = new Replay<double>(_ => nested!.Forward()))
            Assert.Contains("its own replay", Assert.Throws<TapeException>(() => nested.Forward()).Message, StringComparison.Ordinal);
        Replay<double> replay = new(Loss, _words, _targets);
        replay.Forward();
        replay.Forward();
        Variable<double> root = replay.Forward();
        replay.Dispose();
        replay.Dispose();
        Assert.Throws<ObjectDisposedException>(() => replay.Forward());
        Assert.Throws<TapeException>(() => root.Item());
        Assert.Throws<ArgumentOutOfRangeException>(() => _words.Write(-1));
        Assert.Contains("words (2)", _words.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_thread_is_refused_until_it_adopts()
    {
        using Replay<double> replay = new(Loss, _words, _targets);
        Observe([1, 2], [0, 3]);
        double expected = Expected(out _);
        for (int run = 0; run < 3; run++)
            replay.Forward();
        string text = "";
        double adopted = 0;
        Thread thread = new(() =>
        {
            text = Assert.Throws<TapeException>(() => replay.Forward()).Message;
            replay.Adopt();
            adopted = replay.Forward().Item();
        });
        thread.Start();
        thread.Join();
        Assert.Contains("belongs to thread", text, StringComparison.Ordinal);
        Assert.Equal(expected, adopted);
    }

    // What a function that is not kept was given has no place on the tape: something else stands there.
    [Fact]
    public void What_a_forgotten_function_observed_is_forgotten()
    {
        using Replay<double> replay = new(
            tape =>
            {
                Variable<double> weight = tape.Use(_weight);
                Variable<double> same = tape.Checkpoint(
                    x =>
                    {
                        Gather(x[0], _words.Values);
                        return x[0];
                    },
                    weight);
                return Sum(Gather(same, [0, 1])) + Sum(Gather(weight, _words.Values));
            },
            _words);
        for (int run = 0; run < 5; run++)
        {
            Observe([run % 3, 2], []);
            double expected = 0;
            foreach (int row in new[] { 0, 1, run % 3, 2 })
                expected += SumOf(_weight.Values.Slice(row * _weight.Shape[1], _weight.Shape[1]));
            Assert.Equal(expected, replay.Forward().Item(), 1e-12);
        }

        Assert.Equal(3, replay.Replays);

        static double SumOf(ReadOnlySpan<double> values)
        {
            double sum = 0;
            foreach (double value in values)
                sum += value;
            return sum;
        }
    }

    [Fact]
    public void A_step_adds_into_the_replicas_that_are_entered_when_it_is_run()
    {
        Observe([1, 2], [0, 3]);
        Replicas<double> replicas = new([_weight]);
        using Replay<double> replay = new(Loss, _words, _targets);
        for (int run = 0; run < 3; run++)
            replay.Backward();
        Assert.Equal(1, replay.Replays);
        Expected(out double[] gradient);
        for (int run = 0; run < 3; run++)
        {
            Clear();
            replicas.Parameters[0].ClearGradient();
            using (replicas.Enter())
                replay.Backward();
            Assert.Equal(gradient, replicas.Parameters[0].Gradient.ToArray());
            Assert.True(_weight.Gradient.IsEmpty || _weight.Gradient.IndexOfAnyExcept(0) < 0);
        }

        Assert.Equal(2, replay.Replays);
    }

    private Variable<double> Loss(Tape<double> tape) =>
        Mean(SoftmaxCrossEntropy(MatMul(Tanh(Gather(tape.Use(_table), _words.Values)), tape.Use(_weight)), _targets.Values));

    private Variable<double> Unusual(string kind, Tape<double> tape, int run)
    {
        if (kind == "copies")
            return Mean(SoftmaxCrossEntropy(MatMul(Gather(tape.Use(_table), _words.Values.ToArray()), tape.Use(_weight)), _targets.Values));
        Variable<double> loss = Loss(tape);
        switch (kind)
        {
            case "looks":
                return loss.Item() > 1 ? loss : 2 * loss;
            case "sorts":
                return loss + Mean(Sort(Gather(tape.Use(_table), _words.Values), 1));
            case "drops":
                return loss + Mean(Dropout(tape.Use(_weight), 0.5, new RandomKey(1, (ulong)run)));
            case "counts":
                return loss * tape.Constant(run);
            case "places":
                return loss + Mean(TakeAlong(Reshape(tape.Use(_weight), new Shape(12)), 0, 2, _words.Values));
            case "differentiates":
                return loss + SumOfSquares(tape.Gradient(loss, tape.Use(_weight)));
            case "checkpoints":
                return loss + tape.Checkpoint(x => Sum(Tanh(x[0])), tape.Use(_weight));
            case "keeps":
                NoGradientScope<double> scope = tape.NoGradient();
                Variable<double> kept = tape.Checkpoint(x => Sum(tape.Constant(2) * x[0]), tape.Use(_weight));
                scope.Dispose();
                return loss + kept;
            case "packs":
                return loss + tape.Pack(new HalfPrecisionPacker<double>(), x => Sum(tape.Constant(2) * Detach(x[0])), tape.Use(_weight));
            case "pulls" or "pulls rows":
                double[] rows = new double[2 * _weight.Shape.Count];
                new Pullback<double>().Run([loss], [[1, 1]], [tape.Use(_weight)], [rows], kind == "pulls" ? 1 : 2);
                return loss + tape.Constant(rows[0]);
            case "grows":
                for (int i = 0; i < run; i++)
                    loss = loss + loss;
                return loss;
            default:
                return ObserveGradient(loss, _ => run.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private void Observe(int[] words, int[] targets)
    {
        _words.Set(words);
        _targets.Set(targets);
    }

    private double Expected(out double[] gradient)
    {
        using Tape<double> tape = new();
        Variable<double> loss = Loss(tape);
        gradient = tape.Gradient(loss, tape.Use(_weight)).ToArray();
        return loss.Item();
    }

    private void Clear()
    {
        _table.ClearGradient();
        _weight.ClearGradient();
    }

    private void Move()
    {
        double[] step = _weight.Gradient.ToArray();
        Span<double> values = _weight.Write();
        for (int i = 0; i < values.Length; i++)
            values[i] -= 0.1 * step[i];
    }
}
