using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Memory;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.LstmState<double>>;

namespace AutoDiff.Tests.Rnn.Bptt;

// A trainer for each shard: its rows of the stream, its carried state, its masks.
[Collection(nameof(RunsAlone))]
public sealed class DataParallelTests
{
    private const int Shards = 3, Classes = 7, Chunks = 4;

    [Theory]
    [InlineData("none")]
    [InlineData("chunks 3")]
    [InlineData("window 4 2")]
    [InlineData("window 4 1 twostack")]
    [InlineData("none", true)]
    [InlineData("chunks 3", true)]
    public void The_bits_are_those_of_the_shards_one_after_the_other(string policy, bool isCheckpointed = false)
    {
        LanguageModel<double, LstmState<double>> model = Model();
        Part[] apart = Parts(model, policy, isCheckpointed);
        (double, double[])[] expected = [.. Enumerable.Range(0, Chunks).Select(chunk => OneAfterTheOther(model, apart, chunk))];
        foreach (int threads in (int[])[1, 2, 3])
        {
            Part[] parts = Parts(model, policy, isCheckpointed);
            using DataParallel<double> parallel = new(model.Parameters, Shards, LossReduction.Sum);
            Threads.With(threads, () =>
            {
                for (int chunk = 0; chunk < Chunks; chunk++)
                {
                    model.ClearGradients();
                    double loss = parallel.Accumulate(shard => parts[shard].Accumulate(chunk));
                    Assert.Equal(expected[chunk].Item1, loss);
                    Assert.Equal(expected[chunk].Item2, Numbers.Gradients(model.Parameters));
                    Assert.True(model.Embedding!.Table.HasRowGradient);
                }
            });
            Array.ForEach(parts, part => part.Dispose());
        }

        Array.ForEach(apart, part => part.Dispose());
    }

    [Theory]
    [InlineData("none", 1)]
    [InlineData("none", 2)]
    [InlineData("window 4 2", 2)]
    public void A_step_allocates_nothing(string policy, int threads)
    {
        LanguageModel<double, LstmState<double>> model = Model();
        Part[] parts = Parts(model, policy, isCheckpointed: false);
        using DataParallel<double> parallel = new(model.Parameters, Shards, LossReduction.Mean);
        Sgd<double> optimizer = new(model.Parameters, 0.05);
        int chunk = 0;
        Func<int, double> accumulate = shard => parts[shard].Accumulate(chunk);
        long Steps(int count)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int step = 0; step < count; step++)
            {
                chunk = step % Chunks;
                model.ClearGradients();
                parallel.Accumulate(accumulate);
                optimizer.Step();
            }

            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Threads.With(threads, () =>
        {
            Steps(120);
            Assert.Equal(0, Enumerable.Range(0, 12).Min(_ => Steps(20)));
        });
        Array.ForEach(parts, part => part.Dispose());
    }

    private static LanguageModel<double, LstmState<double>> Model()
    {
        RandomStream random = new(1);
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(5, 6, random), new LstmCell<double>(6, 6, random)], 0.4);
        return new(new Embedding<double>(Classes, 5, random), stack, new Linear<double>(6, Classes, random), 0.2);
    }

    private static Part[] Parts(LanguageModel<double, LstmState<double>> model, string policy, bool isCheckpointed) =>
        [.. Enumerable.Range(0, Shards).Select(shard => new Part(model, policy, isCheckpointed, shard))];

    private static (double Loss, double[] Gradients) OneAfterTheOther(LanguageModel<double, LstmState<double>> model, Part[] parts, int chunk)
    {
        double sum = 0;
        double[] gradients = [];
        foreach (Part part in parts)
        {
            model.ClearGradients();
            sum += part.Accumulate(chunk);
            double[] own = Numbers.Gradients(model.Parameters);
            gradients = gradients.Length == 0 ? own : [.. gradients.Zip(own, (a, b) => a + b)];
        }

        return (sum, gradients);
    }

    private sealed class Part(LanguageModel<double, LstmState<double>> model, string policy, bool isCheckpointed, int shard) : IDisposable
    {
        private readonly StreamBatcher _stream = new(Numbers.Classes(new Random(shard), (Chunks * 2 * 8) + 1, Classes), 2, 8);
        private readonly LanguageSequence<double, LstmState<double>> _sequence = new(model, new RandomStream(50 + (ulong)shard));
        private readonly CarriedState<double, State> _carried = new();
        private readonly TruncatedBackprop<double, State> _trainer = new(
            Policies.Parse(policy), LossReduction.Sum, isCheckpointed ? AutoDiff.Rnn.Checkpointing.Records(2) : default);

        public double Accumulate(int chunk)
        {
            _sequence.Chunk = _stream.Chunk(chunk);
            return _trainer.Accumulate(_sequence, _carried);
        }

        public void Dispose() => _trainer.Dispose();
    }
}
