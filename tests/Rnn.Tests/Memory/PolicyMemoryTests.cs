using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Memory;

// A hundred thousand steps of every policy: the tape does not grow, and no step leaves garbage.
[Collection(nameof(RunsAlone))]
public sealed class PolicyMemoryTests
{
    private const int StepsOfAChunk = 20, Chunks = 5_000;

    [Theory]
    [InlineData("none", WeightUpdate.Defer)]
    [InlineData("chunks 4", WeightUpdate.Recompute)]
    [InlineData("window 4", WeightUpdate.Defer)]
    [InlineData("window 8 4", WeightUpdate.Recompute)]
    [InlineData("window 8 4", WeightUpdate.Stale)]
    [InlineData("random", WeightUpdate.Recompute)]
    [InlineData("chunks 4", WeightUpdate.Recompute, true)]
    [InlineData("window 8 4", WeightUpdate.Recompute, true)]
    [InlineData("random", WeightUpdate.Recompute, true)]
    public void A_hundred_thousand_steps_hold_memory_constant_and_leave_no_garbage(string policy, WeightUpdate update, bool inParts = false)
    {
        RandomStream random = new(1);
        LanguageModel<float, HiddenState<float>> model = new(
            null, new RecurrentStack<float, HiddenState<float>>([new ElmanCell<float>(5, 4, random)]), new Linear<float>(4, 5, random));
        StreamBatcher stream = new(Numbers.Classes(new Random(1), 401, 5), 2, StepsOfAChunk);
        Truncation truncation = policy == "random" ? Truncation.Random(5, 3, tail: 4) : Bptt.Policies.Parse(policy);
        using TruncatedBackprop<float, StackState<float, HiddenState<float>>> trainer = new(truncation, LossReduction.Mean);
        LanguageSequence<float, HiddenState<float>> sequence = new(model);
        CarriedState<float, StackState<float, HiddenState<float>>> carried = new();
        SequenceProgress<float, StackState<float, HiddenState<float>>> progress = new();
        Sgd<float> optimizer = new(model.Parameters, 0.01);
        int done = 0;
        long Train(int chunks)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < chunks; i++)
            {
                sequence.Chunk = stream.Chunk(done++ % stream.ChunkCount);
                if (!inParts)
                    trainer.Train(sequence, optimizer, update, carried, maxNorm: 1);
                while (inParts && progress.Step < sequence.Steps)
                    trainer.TrainFrom(sequence, optimizer, update, progress, updates: 2, maxNorm: 1);
                progress.BeginNext();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Train(Chunks / 5);
        long bytes = trainer.Tape.Counters.Bytes;
        long[] allocated = [.. Enumerable.Range(0, 4).Select(_ => Train(Chunks / 5))];
        Assert.Equal(Chunks, done);
        Assert.Equal(0, allocated.Min());

        // What the runtime takes now and then shows in one part; one byte a step would show in all, as 80,000.
        Assert.InRange(allocated.Sum(), 0, 40_000);
        Assert.Equal(bytes, trainer.Tape.Counters.Bytes);
        Assert.Equal(0, trainer.SkippedUpdates);
    }
}
