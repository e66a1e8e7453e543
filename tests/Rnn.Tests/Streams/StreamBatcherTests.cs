using System;
using System.Linq;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Streams;

public sealed class StreamBatcherTests
{
    [Fact]
    public void Every_token_but_the_first_is_a_target_once_and_rows_go_on_across_chunks() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            int rows = random.Next(1, 7), steps = random.Next(1, 9), length = rows + 1 + random.Next(40);
            return Broken(length, rows, steps) is string broken ? $"{length} tokens, {rows} rows, {steps} steps: {broken}" : null;
        },
        cases: 300);

    [Fact]
    public void The_smallest_streams_and_chunks_longer_than_the_stream_are_whole()
    {
        Assert.Null(Broken(2, 1, 1));
        Assert.Null(Broken(2, 1, int.MaxValue));
        Assert.Null(Broken(5, 4, 3));
        Assert.Null(Broken(6, 4, 3));
        Assert.Equal(1, new StreamBatcher(new int[5], 2, int.MaxValue).ChunkCount);
    }

    [Fact]
    public void The_last_chunk_is_short_and_an_uneven_end_counts_the_long_rows_only()
    {
        // 10 targets in 3 rows: 4, 3 and 3 of them.
        StreamBatcher batcher = new(Enumerable.Range(0, 11).ToArray(), 3, 3);
        Assert.Equal((3, 3, 4, 10, 2), (batcher.Rows, batcher.StepsPerChunk, batcher.Steps, batcher.TargetCount, batcher.ChunkCount));
        StreamChunk first = batcher.Chunk(0);
        Assert.Equal([0, 4, 7, 1, 5, 8, 2, 6, 9], first.Inputs.ToArray());
        Assert.Equal([1, 5, 8, 2, 6, 9, 3, 7, 10], first.Targets.ToArray());
        Assert.Equal((3, 9), (first.Steps, first.TargetCount));
        StreamChunk last = batcher.Chunk(1);
        Assert.Equal((1, 1), (last.Steps, last.TargetCount));
        Assert.Equal(3, last.Inputs.Span[0]);
        Assert.Equal(4, last.Targets.Span[0]);
    }

    [Theory]
    [InlineData(0, 1, 1, "empty")]
    [InlineData(1, 1, 1, "too short", "1 tokens")]
    [InlineData(4, 4, 1, "too short", "3 targets", "4 rows")]
    [InlineData(9, 0, 1, "0 rows")]
    [InlineData(9, -1, 1, "-1 rows")]
    [InlineData(9, 1, 0, "0 steps")]
    [InlineData(9, 1, -5, "-5 steps")]
    public void What_cannot_be_arranged_is_refused(int length, int rows, int steps, params string[] words)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new StreamBatcher(new int[length], rows, steps));
        Assert.All(words.Prepend("StreamBatcher"), word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void There_is_no_such_chunk(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamBatcher(new int[11], 3, 3).Chunk(index));

    private static string? Broken(int length, int rows, int steps)
    {
        StreamBatcher batcher = new(Enumerable.Range(100, length).ToArray(), rows, steps);
        int[] counted = new int[length], last = new int[rows];
        for (int c = 0; c < batcher.ChunkCount; c++)
        {
            StreamChunk chunk = batcher.Chunk(c);
            if (chunk.Rows != rows || chunk.Steps < 1 || chunk.Steps > steps || (chunk.Steps < steps && c + 1 < batcher.ChunkCount))
                return $"chunk {c} has {chunk.Steps} steps";
            if (chunk.Inputs.Length != chunk.Steps * rows || chunk.Targets.Length != chunk.Inputs.Length)
                return $"chunk {c} has {chunk.Inputs.Length} inputs";
            for (int i = 0; i < chunk.TargetCount; i++)
            {
                int input = chunk.Inputs.Span[i], target = chunk.Targets.Span[i], row = i % rows;
                if (target != input + 1)
                    return $"chunk {c}: {target} does not follow {input}";
                if (last[row] != 0 && input != last[row])
                    return $"chunk {c}: row {row} goes on with {input} after {last[row]}";
                last[row] = target;
                counted[target - 100]++;
            }
        }

        if (counted[0] != 0 || counted.Skip(1).Any(count => count != 1))
            return "a token is not a target once: " + string.Join(' ', counted);
        return batcher.TargetCount == length - 1 ? null : $"{batcher.TargetCount} targets";
    }
}
