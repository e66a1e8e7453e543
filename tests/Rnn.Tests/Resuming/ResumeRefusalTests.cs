using System;
using System.IO;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Plans = AutoDiff.Rnn.Checkpointing;
using State = AutoDiff.Rnn.HiddenState<double>;

namespace AutoDiff.Tests.Rnn.Resuming;

// Where there is no place between two updates that could be found again, or it is another's, it is said before anything changes.
public sealed class ResumeRefusalTests
{
    private readonly ElmanCell<double> _cell = new(2, 2, new RandomStream(1));

    [Fact]
    public void What_has_no_place_between_updates_is_refused()
    {
        Refused(Truncation.Window(4, 2), WeightUpdate.Stale, 1, Plans.None, "Window(4, 2)", "no file holds", "WeightUpdate.Recompute");
        Refused(Truncation.Chunks(2), WeightUpdate.Defer, 1, Plans.None, "once, after the sequence", "WeightUpdate.Recompute");
        Refused(Truncation.Chunks(2), WeightUpdate.Recompute, 0, Plans.None, "0 updates", "1 or more");
        Refused(Truncation.Chunks(2), (WeightUpdate)9, 1, Plans.None, "weight update 9");
        Refused(Truncation.Chunks(2), WeightUpdate.Recompute, 1, Plans.Budget(1 << 20), "Budget(1048576)", "Checkpointing.States");
    }

    [Fact]
    public void Progress_of_something_else_is_refused_and_stays_as_it_is()
    {
        SequenceProgress<double, State> progress = new();
        CellSequence<State> sequence = Sequence(6);
        Sgd<double> optimizer = new(sequence.Weights, 0.1);
        using TruncatedBackprop<double, State> chunks = new(Truncation.Chunks(2), LossReduction.Sum), others = new(Truncation.Chunks(4), LossReduction.Sum);
        chunks.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1);
        Assert.Equal(2, progress.Step);
        Refusal.Of(() => others.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1), "made under Chunks(2)", "the policy is Chunks(4)");
        Refusal.Of(() => chunks.TrainFrom(Sequence(2), optimizer, WeightUpdate.Recompute, progress, updates: 1), "2 steps are done, of 2", "BeginNext");
        Refusal.Of(() => chunks.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1, maxNorm: -1), "TruncatedBackprop.TrainFrom", "-1");
        chunks.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 9);
        Assert.Equal(6, progress.Step);
        Refusal.Of(() => chunks.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1), "6 steps are done, of 6");

        // Counted back from the end, the first chunk of another length is another.
        using TruncatedBackprop<double, State> last = new(Truncation.Chunks(4, CutsFrom.LastLoss), LossReduction.Sum);
        progress.Clear();
        last.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1);
        Refusal.Of(() => last.TrainFrom(Sequence(7), optimizer, WeightUpdate.Recompute, progress, updates: 1), "2 steps are done", "steps 0 to 2", "another sequence");
        Assert.Equal(2, progress.Step);
    }

    [Fact]
    public void What_throws_leaves_the_progress_as_it_was()
    {
        SequenceProgress<double, State> progress = new();
        CellSequence<State> sequence = Sequence(8);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Random(2, 1), LossReduction.Sum);
        Sgd<double> optimizer = new(sequence.Weights, 0.1);
        trainer.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1);
        (int step, ulong draws, double[] state) = (progress.Step, progress.Draws, progress.State.Parts().Single().Values.ToArray());
        sequence.Resets = _ => throw new NotSupportedException("a test's");
        Assert.Throws<NotSupportedException>(() => trainer.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1));
        Assert.Equal((step, draws), (progress.Step, progress.Draws));
        Assert.Equal(draws, trainer.Draws);
        Assert.Equal(state, progress.State.Parts().Single().Values.ToArray());
    }

    [Fact]
    public void The_next_sequence_begins_at_the_end_of_this_one()
    {
        SequenceProgress<double, State> progress = new();
        CellSequence<State> sequence = Sequence(6);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(4, 2), LossReduction.Sum);
        trainer.TrainFrom(sequence, new Sgd<double>(sequence.Weights, 0.1), WeightUpdate.Recompute, progress, updates: 2);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(progress.BeginNext);
        Assert.All((string[])["SequenceProgress.BeginNext", "4 steps are done", "before step 2"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        progress.Clear();
        Assert.True(progress.State.IsEmpty);
        progress.BeginNext();
        Assert.Equal(0, progress.Step);
    }

    [Fact]
    public void A_file_that_is_not_the_model_s_is_refused()
    {
        SequenceProgress<double, State> progress = new(), other = new();
        CellSequence<State> sequence = Sequence(6);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Rtrl, LossReduction.Sum);
        trainer.TrainFrom(sequence, new Sgd<double>(sequence.Weights, 0.1), WeightUpdate.Recompute, progress, updates: 2);
        TensorFile file = new();
        progress.SaveState(file, "run");
        Says<TensorFileException>(() => other.LoadState(file, sequence.Parameters), "no entry progress.counts");
        Says<TensorFileException>(() => other.LoadState(file, [], "run"), "0 of the 0 parameters", "another model");
        Parameter<double>[] wide = [.. sequence.Parameters.Select(parameter => new Parameter<double>(parameter.Name, new Shape(3, 3)))];
        Says<TensorFileException>(() => other.LoadState(file, wide, "run"), "need a last length of 9", "another model");
        TensorFile damaged = new();
        damaged.Add<long>("progress.counts", new Shape(5), [3, 4, 0, 1, 0]);
        Says<TensorFileException>(() => other.LoadState(damaged, sequence.Parameters), "impossible counts", "3, 4, 0, 1, 0");
        TensorFile without = new();
        without.Add<long>("progress.counts", new Shape(5), [3, 3, 0, 0, 0]);
        Says<TensorFileException>(() => other.LoadState(without, sequence.Parameters), "no progress.policy");
        Assert.Equal((0, true), (other.Step, other.State.IsEmpty));
        Says<ArgumentException>(() => progress.SaveState(file, "run"), "run.state.0");
        TensorFile taken = new();
        taken.Add<long>("run.counts", new Shape(1), [1]);
        Says<ArgumentException>(() => progress.SaveState(taken, "run"), "run.counts");
        Assert.Equal((1, 0), (taken.Entries.Count, taken.Metadata.Count));
        taken.Metadata["again.policy"] = "mine";
        Says<ArgumentException>(() => progress.SaveState(taken, "again"), "the key is taken", "again.policy");
        Assert.Equal((1, "mine"), (taken.Entries.Count, taken.Metadata["again.policy"]));

        ElmanCell<double> same = new(2, 2, new RandomStream(2));
        CellSequence<State> twice = new(new Twice(_cell, same), 4, 1, new Random(1));
        SequenceProgress<double, State> unnamed = new();
        trainer.TrainFrom(twice, new Sgd<double>(twice.Weights, 0.1), WeightUpdate.Recompute, unnamed, updates: 1);
        Says<ArgumentException>(() => unnamed.SaveState(new TensorFile()), "two parameters share a name", "elman.");
        trainer.TrainFrom(twice, new Sgd<double>(twice.Weights, 0.1), WeightUpdate.Recompute, unnamed, updates: 9);
        Assert.Equal(4, unnamed.Step);
    }

    // Every byte of the file, under every way to carry a gradient on: refused in words, or one of the numbers; nothing fails later.
    [Fact]
    public void A_damaged_file_is_refused_before_training_goes_on()
    {
        foreach (Truncation policy in (Truncation[])[Truncation.Rtrl, Truncation.SnAp1, Truncation.Uoro(1), Truncation.Chunks(2)])
        {
            CellSequence<State> sequence = new(new ElmanCell<double>(1, 1, new RandomStream(1)), 4, 1, new Random(4));
            Sgd<double> still = new(sequence.Weights, 0);
            using TruncatedBackprop<double, State> trainer = new(policy, LossReduction.Sum);
            SequenceProgress<double, State> progress = new();
            trainer.TrainFrom(sequence, still, WeightUpdate.Recompute, progress, updates: 1);
            TensorFile file = new();
            progress.SaveState(file);
            using MemoryStream stream = new();
            file.Write(stream);
            byte[] bytes = stream.ToArray();
            for (int at = 0; at < bytes.Length; at++)
            {
                bytes[at] ^= (byte)(1 << (at % 8));
                SequenceProgress<double, State> damaged = new();
                Exception? error = Record.Exception(() => damaged.LoadState(TensorFile.Read(new MemoryStream(bytes), "test"), sequence.Parameters));
                bytes[at] ^= (byte)(1 << (at % 8));
                Assert.True(error is null or TensorFileException or ArgumentException, $"{policy}, byte {at}: {error}");
                if (error is null)
                    error = Record.Exception(() => trainer.TrainFrom(sequence, still, WeightUpdate.Recompute, damaged, updates: 1));
                Assert.True(error is null or TensorFileException || error.Message.Contains("TrainFrom", StringComparison.Ordinal), $"{policy}, byte {at}: {error}");
            }
        }
    }

    [Fact]
    public void A_trace_that_is_not_one_of_the_policy_s_or_stands_twice_is_refused()
    {
        SequenceProgress<double, State> progress = new(), other = new();
        CellSequence<State> sequence = Sequence(6);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Rtrl, LossReduction.Sum);
        trainer.TrainFrom(sequence, new Sgd<double>(sequence.Weights, 0.1), WeightUpdate.Recompute, progress, updates: 1);
        TensorFile file = new();
        progress.SaveState(file);
        string title = file.Metadata["progress.trace.0"];
        foreach (string wrong in (string[])["hnfluence elman.bias", "influence", "state elman.bias", "stat"])
        {
            file.Metadata["progress.trace.0"] = wrong;
            Says<TensorFileException>(() => other.LoadState(file, sequence.Parameters), "SequenceProgress.LoadState", $"called \"{wrong}\"");
        }

        (int one, int two) = (Trace("input_weights"), Trace("recurrent_weights"));
        file.Metadata["progress.trace.0"] = title;
        string second = file.Metadata[$"progress.trace.{two}"];
        file.Metadata[$"progress.trace.{two}"] = file.Metadata[$"progress.trace.{one}"];
        Says<TensorFileException>(() => other.LoadState(file, sequence.Parameters), "stands twice");
        file.Metadata[$"progress.trace.{two}"] = second;
        file.Add<double>("progress.trace.9", Shape.Scalar, [1]);
        Says<TensorFileException>(() => other.LoadState(file, sequence.Parameters), "entries begin with progress.", "no others");
        Assert.Equal((0, true), (other.Step, other.State.IsEmpty));

        int Trace(string name) => Enumerable.Range(1, 9).First(i => file.Metadata[$"progress.trace.{i}"].EndsWith(name, StringComparison.Ordinal));
    }

    // Each length is checked: a first one that is too small would leave a part of what was gathered at zero.
    [Fact]
    public void A_trace_that_was_gathered_for_another_state_is_refused()
    {
        foreach (Truncation policy in (Truncation[])[Truncation.Rtrl, Truncation.SnAp1, Truncation.Uoro(1)])
        {
            SequenceProgress<double, State> progress = new(), other = new();
            CellSequence<State> sequence = Sequence(6);
            using TruncatedBackprop<double, State> trainer = new(policy, LossReduction.Sum);
            trainer.TrainFrom(sequence, new Sgd<double>(sequence.Weights, 0.1), WeightUpdate.Recompute, progress, updates: 2);
            TensorFile file = new();
            progress.SaveState(file);
            other.LoadState(file, sequence.Parameters);
            Assert.Equal(2, other.Step);
            other.Clear();
            foreach (TensorEntry cut in file.Entries.Where(entry => entry.Name.StartsWith("progress.trace.", StringComparison.Ordinal)))
            {
                Says<TensorFileException>(() => other.LoadState(With(file, cut, shorter: true), sequence.Parameters), file.Metadata[cut.Name].Split(' ')[^1], "need");
                Says<TensorFileException>(() => other.LoadState(With(file, cut, shorter: false), sequence.Parameters), file.Metadata[cut.Name].Split(' ')[^1], "need");
                Assert.Equal((0, true), (other.Step, other.State.IsEmpty));
            }
        }

        static TensorFile With(TensorFile file, TensorEntry changed, bool shorter)
        {
            TensorFile damaged = new();
            foreach (TensorEntry entry in file.Entries)
            {
                if (entry != changed && entry.Element == TensorElement.I64)
                    damaged.Add(entry.Name, entry.Shape, entry.Values<long>());
                else if (entry != changed)
                    damaged.Add(entry.Name, entry.Shape, entry.Values<double>());
                else if (shorter)
                    damaged.Add(entry.Name, entry.Shape.With(0, entry.Shape[0] - 1), entry.Values<double>()[(entry.Shape.Count / entry.Shape[0])..]);
                else
                    damaged.Add(entry.Name, entry.Shape.Insert(0, 1), entry.Values<double>());
            }

            foreach ((string key, string text) in file.Metadata)
                damaged.Metadata[key] = text;
            return damaged;
        }
    }

    private static void Says<TException>(Action action, params string[] words)
        where TException : Exception
    {
        string message = Assert.ThrowsAny<TException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    private void Refused(Truncation truncation, WeightUpdate update, int updates, Plans checkpointing, params string[] words)
    {
        CellSequence<State> sequence = Sequence(6);
        SequenceProgress<double, State> progress = new();
        double[] weights = [.. sequence.Weights.SelectMany(parameter => parameter.Values.ToArray())];
        using TruncatedBackprop<double, State> trainer = new(truncation, LossReduction.Sum, checkpointing);
        Refusal.Of(() => trainer.TrainFrom(sequence, new Sgd<double>(sequence.Weights, 0.1), update, progress, updates), words);
        Assert.Equal(weights, sequence.Weights.SelectMany(parameter => parameter.Values.ToArray()));
        Assert.Equal((0, true), (progress.Step, progress.State.IsEmpty));
    }

    private CellSequence<State> Sequence(int steps) => new(_cell, steps, 1, new Random(1));

    // Two cells whose parameters have the same names, side by side.
    private sealed class Twice(ElmanCell<double> one, ElmanCell<double> other) : ICell<double, State>
    {
        public int InputSize => 2;

        public int OutputSize => 2;

        public System.Collections.Generic.IReadOnlyList<Parameter<double>> Parameters => [.. one.Parameters, .. other.Parameters];

        public Variable<double> Advance(Variable<double> x, in State state, out State next)
        {
            one.Advance(one.Project(x), in state, out State first);
            other.Advance(other.Project(x), in state, out State second);
            next = new(first.Hidden + second.Hidden);
            return next.Hidden;
        }
    }
}
