using System;
using System.IO;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Lstm = AutoDiff.Rnn.LstmState<double>;
using Stream = AutoDiff.Rnn.CheckpointedStream<double, AutoDiff.Rnn.LstmState<double>>;

namespace AutoDiff.Tests.Rnn.Resuming;

// A stream that goes into a file, and goes on from it in another object, gives the bits of one that never stopped.
public sealed class CheckpointedStreamTests
{
    private const int Steps = 23;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 5)]
    [InlineData(9, 3)]
    public void Saved_at_any_step_it_is_the_same_stream(int slots, int blockLength)
    {
        CellSequence<Lstm> sequence = Sequence(Steps);
        (double loss, double[] gradient) = FollowBack(sequence, slots, blockLength, null, 0, out _);
        for (int step = 0; step <= Steps; step++)
        {
            _ = FollowBack(sequence, slots, blockLength, null, step, out byte[] saved);
            (double again, double[] other) = FollowBack(Sequence(Steps), slots, blockLength, saved, step, out _);
            Assert.Equal(loss, again);
            Assert.Equal(gradient, other);
        }
    }

    // Where the stream stopped in the middle of a block, and the sequence was no longer then.
    [Fact]
    public void The_sequence_may_have_grown_since()
    {
        using Stream early = new(Sequence(7), slots: 3, blockLength: 4), late = new(Sequence(Steps), slots: 3, blockLength: 4);
        early.AdvanceTo(7);
        late.LoadState(Saved(early));
        Assert.Equal((7, early.StatesKept), (late.Steps, late.StatesKept));
        late.AdvanceTo(Steps);
        Assert.Equal(FollowBack(Sequence(Steps), 3, 4, null, 0, out _).Loss, late.Backward());
    }

    // What the block that failed was to read is run when the stream is advanced again, also from a file.
    [Fact]
    public void What_has_not_been_run_is_run_after_it_was_loaded()
    {
        CellSequence<Lstm> failing = Sequence(Steps);
        failing.Resets = step => step >= 8 ? throw new NotSupportedException("a test's") : null;
        using Stream stopped = new(failing, slots: 3, blockLength: 4), next = new(Sequence(Steps), slots: 3, blockLength: 4);
        Assert.Throws<NotSupportedException>(() => stopped.AdvanceTo(Steps));
        next.LoadState(Saved(stopped));
        Assert.Equal(FollowBack(Sequence(Steps), 3, 4, null, 0, out _).Loss, next.Backward());
    }

    [Fact]
    public void A_model_without_state_goes_on_from_a_file()
    {
        StatelessSequence whole = new(Steps), rest = new(Steps);
        using CheckpointedStream<double, StatelessSequence.None> stopped = new(whole, slots: 3, blockLength: 2), next = new(rest, slots: 3, blockLength: 2);
        stopped.AdvanceTo(15);
        TensorFile file = new();
        stopped.SaveState(file);
        next.LoadState(file);
        Assert.Equal((15, stopped.StatesKept), (next.Steps, next.StatesKept));
        stopped.AdvanceTo(Steps);
        next.AdvanceTo(Steps);
        Assert.Equal(stopped.Backward(), next.Backward());
        Assert.Equal(whole.Weight.Gradient.ToArray(), rest.Weight.Gradient.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_the_stream_stays()
    {
        using Stream stream = new(Sequence(Steps), slots: 3, blockLength: 2);
        stream.AdvanceTo(11);
        TensorFile file = Saved(stream);
        using Stream slots = new(Sequence(Steps), slots: 4, blockLength: 2), blocks = new(Sequence(Steps), slots: 3);
        using Stream shorter = new(Sequence(10), slots: 3, blockLength: 2);
        Refusal.Of(() => slots.LoadState(file), "CheckpointedStream.LoadState", "3 slots and blocks of 2", "this one has 4 and blocks of 2");
        Refusal.Of(() => blocks.LoadState(file), "this one has 3 and blocks of 1");
        Refusal.Of(() => shorter.LoadState(file), "CheckpointedStream.LoadState", "11 steps", "the sequence has 10");
        Damaged("there is no entry other.counts", () => shorter.LoadState(file, "other"));
        foreach (long[] counts in (long[][])
        [
            [11, 5, 2, 3],
            [-1, 0, 0, 3, 2],
            [11, 6, 2, 3, 2],
            [11, 0, 2, 3, 2],
            [long.MaxValue, 5, 2, 3, 2],
            [11, 5, 2, 3, 0],
        ])
        {
            TensorFile other = new();
            other.Add<long>("stream.counts", new Shape(counts.Length), counts);
            Damaged("impossible counts", () => stream.LoadState(other));
        }

        TensorFile stateless = new();
        stateless.Add<long>("stream.counts", new Shape(5), [11, 5, 0, 3, 2]);
        Refusal.Of(() => stream.LoadState(stateless), "0 parts, those of the sequence 2");
        TensorFile lacking = new();
        foreach (TensorEntry entry in file.Entries.Where(entry => entry.Name != "stream.reached.1"))
        {
            if (entry.Name == "stream.counts")
                lacking.Add(entry.Name, entry.Shape, entry.Values<long>());
            else
                lacking.Add(entry.Name, entry.Shape, entry.Values<double>());
        }

        Damaged("there is no entry stream.reached.1", () => stream.LoadState(lacking));
        Assert.Equal(11, stream.Steps);
        stream.AdvanceTo(Steps);
        Assert.Equal(FollowBack(Sequence(Steps), 3, 2, null, 0, out _).Loss, stream.Backward());

        static void Damaged(string words, Action action) =>
            Assert.Contains(words, Assert.Throws<TensorFileException>(action).Message, StringComparison.Ordinal);
    }

    // The name that is taken is the last to be written.
    [Fact]
    public void A_file_that_has_one_of_the_names_gets_none_of_the_others()
    {
        using Stream stream = new(Sequence(Steps), slots: 3, blockLength: 2);
        stream.AdvanceTo(11);
        TensorFile file = new();
        file.Add<long>("stream.counts", new Shape(1), [1]);
        Refusal.Of(() => stream.SaveState(file), "the name is taken", "stream.counts");
        Assert.Single(file.Entries);
        stream.SaveState(file, "other");
        using Stream next = new(Sequence(Steps), slots: 3, blockLength: 2);
        next.LoadState(file, "other");
        Assert.Equal((11, stream.StatesKept), (next.Steps, next.StatesKept));
    }

    // Otherwise the mistake would show on the way back, when gradients of later blocks have been added already.
    [Theory]
    [InlineData(1, 2, "stream.reached.0 is [2, 1]", "[2, 3]")]
    [InlineData(3, 1, "stream.reached.0 is [1, 3]", "[2, 3]")]
    [InlineData(4, 4, "stream.reached.0 is [4, 4]", "[2, 3]")]
    public void States_of_another_model_are_refused_and_the_stream_stays(int hidden, int batch, string its, string ours)
    {
        using Stream other = new(new CellSequence<Lstm>(new LstmCell<double>(2, hidden, new RandomStream(1)), Steps, batch, new Random(4)), slots: 3, blockLength: 2);
        using Stream stream = new(Sequence(Steps), slots: 3, blockLength: 2);
        other.AdvanceTo(11);
        stream.AdvanceTo(5);
        Refusal.Of(() => stream.LoadState(Saved(other)), "CheckpointedStream.LoadState", its, ours, "another model");
        Assert.Equal(5, stream.Steps);
        TensorFile damaged = new();
        damaged.Add<long>("stream.counts", new Shape(5), [11, 5, 1, 3, 2]);
        Refusal.Of(() => stream.LoadState(damaged), "CheckpointedStream.LoadState", "1 parts", "2");
        stream.AdvanceTo(Steps);
        Assert.Equal(FollowBack(Sequence(Steps), 3, 2, null, 0, out _).Loss, stream.Backward());
    }

    private static CellSequence<Lstm> Sequence(int steps) => new(new LstmCell<double>(2, 3, new RandomStream(1)), steps, 2, new Random(4));

    // From a file, if there is one, to the end; saved at a step on the way.
    private static (double Loss, double[] Gradient) FollowBack(
        CellSequence<Lstm> sequence, int slots, int blockLength, byte[]? from, int saveAt, out byte[] saved)
    {
        sequence.Parameters.ClearGradients();
        using Stream stream = new(sequence, slots, blockLength);
        if (from is not null)
            stream.LoadState(TensorFile.Read(new MemoryStream(from), "test"));
        stream.AdvanceTo(Math.Max(stream.Steps, saveAt));
        using MemoryStream written = new();
        Saved(stream).Write(written);
        saved = written.ToArray();
        stream.AdvanceTo(Steps);
        double loss = stream.Backward();
        return (loss, Numbers.Gradients(sequence.Parameters));
    }

    private static TensorFile Saved(Stream stream)
    {
        TensorFile file = new();
        stream.SaveState(file);
        return file;
    }
}
