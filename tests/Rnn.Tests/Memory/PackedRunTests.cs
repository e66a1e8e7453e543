using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Xunit.Abstractions;

namespace AutoDiff.Tests.Rnn.Memory;

// Batches of other lengths at every step take their memory in the first steps and no more after them.
[Collection(nameof(RunsAlone))]
public sealed class PackedRunTests(ITestOutputHelper output)
{
    private readonly int[][] _lengths = [[3, 1, 4, 0], [2, 2, 2, 2], [0, 5, 1, 4], [1, 0, 0, 6]];

    [Fact]
    public void Sentences_of_several_lengths_allocate_nothing()
    {
        RandomStream random = new(1);
        RecurrentStack<float, LstmState<float>> stack = new(
            [new LstmCell<float>(6, 8, random), new LstmCell<float>(8, 8, random)], dropout: 0.3, inputDropout: 0.2, locked: true, residual: true);
        LanguageModel<float, LstmState<float>> model = new(new Embedding<float>(9, 6, random), stack, new Linear<float>(8, 9, random), dropout: 0.3, locked: true);
        using TruncatedBackprop<float, StackState<float, LstmState<float>>> trainer = new(Truncation.Window(3, 2), LossReduction.Mean);
        SentenceSequence<float, LstmState<float>> sequence = new(model, random);
        PackedRows rows = new([1]);
        int[] tokens = Numbers.Classes(new Random(1), 32, 9);
        Sgd<float> optimizer = new(model.Parameters, 0.05);
        AllocatesNothing(step =>
        {
            rows.Set(_lengths[step % 4]);
            sequence.Set(rows, tokens.AsMemory(0, rows.Count), tokens.AsMemory(1, rows.Count));
            model.ClearGradients();
            trainer.Accumulate(sequence);
            optimizer.Step();
        });
    }

    [Fact]
    public void Padded_rows_read_both_ways_allocate_nothing()
    {
        BidirectionalStack<float, HiddenState<float>> stack = BidirectionalStacks.Gru<float>(3, 5, new RandomStream(1), layers: 2, dropout: 0.1);
        RandomStream random = new(2);
        PackedRows rows = new([1]);
        float[] padded = new float[6 * 4 * 3];
        bool[] mask = new bool[6 * 4];
        LengthBatcher batcher = new([3, 1, 4, 1, 5], 2, seed: 1);
        using Tape<float> tape = new();
        AllocatesNothing(step =>
        {
            int[] lengths = _lengths[step % 4];
            for (int i = 0; i < mask.Length; i++)
                mask[i] = i % 6 < lengths[i / 6];
            rows.Set(mask, 4, SequenceLayout.BatchFirst);
            batcher.Begin(step);
            tape.Reset();
            Variable<float> inputs = tape.Constant(padded, new Shape(4, 6, 3));
            Variable<float> outputs = stack.Unroll(inputs, rows, stack.InitialState(tape, 4), out _, random, SequenceLayout.BatchFirst);
            tape.Backward(Ops.SumOfSquares(outputs) + ActivationPenalty.Change(rows.Pack(outputs, SequenceLayout.BatchFirst), rows, LossReduction.Mean));
        });
    }

    private void AllocatesNothing(Action<int> update)
    {
        long Updates(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < count; step++)
                update(step);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Updates(60);
        long[] allocated = [.. Enumerable.Range(0, 5).Select(_ => Updates(30))];
        output.WriteLine(string.Join(' ', allocated));
        Assert.Equal(0, allocated.Min());
    }
}
