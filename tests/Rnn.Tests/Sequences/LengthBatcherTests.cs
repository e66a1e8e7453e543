using System;
using System.Linq;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Sequences;

// Batches of similar lengths: nothing lost, random, and the same again for the same seed.
public sealed class LengthBatcherTests
{
    [Fact]
    public void Every_sequence_comes_once_in_an_epoch() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(9))];
            int rows = random.Next(1, 8), pool = random.Next(1, 5);
            LengthBatcher batcher = new(lengths, rows, (ulong)seed, pool);
            for (int epoch = 0; epoch < 3; epoch++)
            {
                batcher.Begin(epoch);
                int[][] batches = Batches(batcher);
                if (!batches.SelectMany(batch => batch).Order().SequenceEqual(Enumerable.Range(0, lengths.Length)))
                    return "a sequence is missing or comes twice";
                if (batches.Length != (lengths.Length + rows - 1) / rows || batches.Count(batch => batch.Length != rows) > (lengths.Length % rows == 0 ? 0 : 1))
                    return "there are short batches";
                if (batches.Any(batch => !batch.Select(sequence => lengths[sequence]).SequenceEqual(batch.Select(sequence => lengths[sequence]).Order())))
                    return "a batch is not in the order of its lengths";
            }

            LengthBatcher again = new(lengths, rows, (ulong)seed, pool);
            again.Begin(2);
            return Batches(batcher).SelectMany(batch => batch).SequenceEqual(Batches(again).SelectMany(batch => batch)) ? null : "the same epoch of the same seed is another";
        },
        cases: 30);

    [Fact]
    public void Epochs_and_seeds_differ_and_batches_have_little_padding()
    {
        Random random = new(1);
        int[] lengths = [.. Enumerable.Range(0, 1_000).Select(_ => random.Next(1, 50))];
        LengthBatcher batcher = new(lengths, 10, seed: 1), mixed = new(lengths, 10, seed: 1, poolBatches: 1), other = new(lengths, 10, seed: 2);
        string first = Text(batcher);
        Assert.NotEqual(first, Text(other));
        batcher.Begin(1);
        Assert.NotEqual(first, Text(batcher));

        // The first batches are of all lengths, not the shortest ones.
        Assert.InRange(Batches(batcher).Take(20).Average(batch => lengths[batch[0]]), 15, 35);
        int Padding(LengthBatcher which) => Batches(which).Sum(batch => batch.Sum(sequence => batch.Max(one => lengths[one]) - lengths[sequence]));
        Assert.True(20 * Padding(batcher) < Padding(mixed), $"{Padding(batcher)} and {Padding(mixed)} steps of padding");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        PackedRowsTests.Refused(() => new LengthBatcher([], 1, 1), "LengthBatcher", "no sequence");
        PackedRowsTests.Refused(() => new LengthBatcher([1], 0, 1), "0 rows", "1 or more");
        PackedRowsTests.Refused(() => new LengthBatcher([1], 1, 1, 0), "pools of 0");
        PackedRowsTests.Refused(() => new LengthBatcher([1, -2], 1, 1), "sequence 1", "negative");
        LengthBatcher batcher = new([1, 2, 3], 2, 1);
        Assert.Equal((2, 2), (batcher.BatchCount, batcher.Rows));
        Assert.Throws<ArgumentOutOfRangeException>(() => batcher.Begin(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => batcher.Batch(2));
    }

    private static int[][] Batches(LengthBatcher batcher) => [.. Enumerable.Range(0, batcher.BatchCount).Select(i => batcher.Batch(i).ToArray())];

    private static string Text(LengthBatcher batcher) => string.Join(' ', Batches(batcher).SelectMany(batch => batch));
}
