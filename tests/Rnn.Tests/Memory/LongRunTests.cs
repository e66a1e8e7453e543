using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Xunit.Abstractions;

namespace AutoDiff.Tests.Rnn.Memory;

// Training takes its memory in the first steps and no more after them; long sequences need no deep stack, and time in proportion.
[Collection(nameof(RunsAlone))]
public sealed class LongRunTests(ITestOutputHelper output)
{
    [Fact]
    public void Twenty_thousand_updates_hold_memory_constant()
    {
        RandomStream random = new(1);
        LanguageModel<float, HiddenState<float>> model = new(
            null, new RecurrentStack<float, HiddenState<float>>([new ElmanCell<float>(5, 4, random)]), new Linear<float>(4, 5, random));
        StreamBatcher stream = new(Numbers.Classes(new Random(1), 201, 5), 2, 4);
        using TruncatedBackprop<float, StackState<float, HiddenState<float>>> trainer = new(Truncation.Chunks(2), LossReduction.Mean);
        LanguageSequence<float, HiddenState<float>> sequence = new(model);
        CarriedState<float, StackState<float, HiddenState<float>>> carried = new();
        Sgd<float> optimizer = new(model.Parameters, 0.05);
        void Update(int step)
        {
            sequence.Chunk = stream.Chunk(step % stream.ChunkCount);
            model.ClearGradients();
            Assert.True(double.IsFinite(trainer.Accumulate(sequence, carried)));
            optimizer.Step();
        }

        for (int step = 0; step < 1_000; step++)
            Update(step);
        long bytes = trainer.Tape.Counters.Bytes;
        List<long> grown = [];
        for (int step = 1_000; step < 21_000;)
        {
            long total = GC.GetTotalMemory(forceFullCollection: true);
            for (int end = step + 5_000; step < end; step++)
                Update(step);
            grown.Add(GC.GetTotalMemory(forceFullCollection: true) - total);
        }

        Assert.Equal(bytes, trainer.Tape.Counters.Bytes);
        Assert.Equal(0, trainer.Tape.Counters.Nodes);
        output.WriteLine($"tape {bytes} bytes, grown by {string.Join(", ", grown)}");

        // One byte an update would be 5,000 in each part; what a compiler or the test runner takes now and then is not in all of them.
        Assert.InRange(grown.Min(), long.MinValue, 4_500);
    }

    // Several numbers of updates: what a compiler or the runtime takes now and then shows once, what a step takes shows in all.
    [Theory]
    [InlineData("none", 0)]
    [InlineData("chunks 3", 0.5)]
    [InlineData("window 4 2", 0.5)]
    [InlineData("window 4", 0.5)]
    [InlineData("window 5 2 banded", 0.5)]
    [InlineData("window 4 1 twostack", 0)]
    [InlineData("none", 0.5, 2)]
    [InlineData("window 4 2", 0.5, 1)]
    public void A_step_of_a_language_model_allocates_nothing(string policy, double dropout, int slots = 0)
    {
        RandomStream random = new(1);
        RecurrentStack<float, LstmState<float>> stack = new([new LstmCell<float>(6, 8, random), new LstmCell<float>(8, 8, random)], dropout);
        LanguageModel<float, LstmState<float>> model = new(new Embedding<float>(9, 6, random), stack, new Linear<float>(8, 9, random), dropout);
        StreamBatcher stream = new(Numbers.Classes(new Random(1), 62, 9), 3, 7);
        using TruncatedBackprop<float, StackState<float, LstmState<float>>> trainer = new(
            Bptt.Policies.Parse(policy), LossReduction.Mean, slots > 0 ? AutoDiff.Rnn.Checkpointing.States(slots, 2) : default);
        LanguageSequence<float, LstmState<float>> sequence = new(model, random);
        CarriedState<float, StackState<float, LstmState<float>>> carried = new();
        Sgd<float> optimizer = new(model.Parameters, 0.05);
        bool[] reset = [false, true, false];
        long Updates(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < count; step++)
            {
                sequence.Chunk = stream.Chunk(step % stream.ChunkCount);
                model.ClearGradients();
                trainer.Accumulate(sequence, carried);
                carried.ResetRows(reset);
                optimizer.Step();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Updates(60);
        long[] allocated = [.. Enumerable.Range(0, 5).Select(_ => Updates(30))];
        output.WriteLine(string.Join(' ', allocated));
        Assert.Equal(0, allocated.Min());
    }

    [Theory]
    [InlineData("tied", "none")]
    [InlineData("adaptive", "none")]
    [InlineData("adaptive", "window 4 2")]
    [InlineData("sampled", "chunks 3")]
    [InlineData("sampled", "window 4")]
    public void A_step_with_any_output_layer_allocates_nothing(string output, string policy)
    {
        LanguageModel<float, LstmState<float>> model = OutputLayers.Model<float>(output, 24, 6, 1, dropout: 0.3);
        StreamBatcher stream = new(Numbers.Classes(new Random(1), 62, 24), 3, 7);
        using TruncatedBackprop<float, StackState<float, LstmState<float>>> trainer = new(Bptt.Policies.Parse(policy), LossReduction.Mean);
        LanguageSequence<float, LstmState<float>> sequence = new(model, new RandomStream(2));
        CarriedState<float, StackState<float, LstmState<float>>> carried = new();
        Sgd<float> optimizer = new(model.Parameters, 0.05);
        void Updates(int count)
        {
            for (int step = 0; step < count; step++)
            {
                sequence.Chunk = stream.Chunk(step % stream.ChunkCount);
                model.ClearGradients();
                trainer.Accumulate(sequence, carried);
                optimizer.Step();
            }
        }

        Updates(60);
        Assert.Equal(0, Allocated.Least(() => Updates(30)));
    }

    // A stream in pieces: the carried state is where windows stop.
    [Theory]
    [InlineData("window 8 1 banded")]
    [InlineData("window 16 1 twostack")]
    public void A_hundred_thousand_steps_of_windows_hold_memory_constant(string policy)
    {
        RandomStream random = new(1);
        LanguageModel<float, HiddenState<float>> model = new(
            null, new RecurrentStack<float, HiddenState<float>>([new ElmanCell<float>(5, 3, random)]), new Linear<float>(3, 5, random));
        StreamBatcher stream = new(Numbers.Classes(new Random(1), 1_001, 5), 2, 100);
        using TruncatedBackprop<float, StackState<float, HiddenState<float>>> trainer = new(Bptt.Policies.Parse(policy), LossReduction.Mean);
        LanguageSequence<float, HiddenState<float>> sequence = new(model);
        CarriedState<float, StackState<float, HiddenState<float>>> carried = new();
        long Steps(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int done = 0; done < count; done += 100)
            {
                sequence.Chunk = stream.Chunk(done / 100 % stream.ChunkCount);
                model.ClearGradients();
                Assert.True(double.IsFinite(trainer.Accumulate(sequence, carried)));
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Steps(10_000);
        long bytes = trainer.Tape.Counters.Bytes;
        long[] allocated = [.. Enumerable.Range(0, 9).Select(_ => Steps(10_000))];
        output.WriteLine(string.Join(' ', allocated));
        Assert.Equal(bytes, trainer.Tape.Counters.Bytes);
        Assert.Equal(0, allocated.Min());
    }

    [Fact]
    public void Ten_thousand_steps_are_followed_back_without_recursion()
    {
        const int Steps = 10_000;
        ElmanCell<double> cell = new(1, 2, new RandomStream(1));
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Variable(Numbers.Draw(new Random(1), Steps), new Shape(Steps, 1, 1));
        HiddenState<double> start = new(tape.Variable([0.1, 0.2], new Shape(1, 2)));
        cell.Unroll(inputs, in start, out HiddenState<double> final);
        Variable<double>[] gradients = tape.Gradient(Ops.Sum(final.Hidden), [inputs, start.Hidden]);
        Assert.All(gradients[0].ToArray(), one => Assert.True(double.IsFinite(one)));
        Assert.NotEqual(0, gradients[0].Values[Steps - 1]);
        tape.Backward(Ops.Sum(final.Hidden));
        Assert.True(cell.RecurrentWeights.HasGradient);
    }

    // a + b · T exactly, in nodes, edges and pushes, where each step is a part of the graph.
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Work_grows_linearly_with_the_steps(CellKind kind)
    {
        (long Nodes, long Edges, long Pushes) hundred = Work(kind, 100), twoHundred = Work(kind, 200), thousand = Work(kind, 1_000);
        Assert.Equal(9 * (twoHundred.Nodes - hundred.Nodes), thousand.Nodes - hundred.Nodes);
        Assert.Equal(9 * (twoHundred.Edges - hundred.Edges), thousand.Edges - hundred.Edges);
        Assert.Equal(9 * (twoHundred.Pushes - hundred.Pushes), thousand.Pushes - hundred.Pushes);
        Assert.True(hundred.Pushes >= 300);
    }

    // A window's memory is that of its own steps, however long the sequence is.
    [Fact]
    public void Memory_of_a_window_does_not_grow_with_the_sequence()
    {
        long[] bytes = [.. ((int[])[64, 1_024]).Select(steps =>
        {
            LinearCell cell = new(0.5);
            using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Window(32, 32), LossReduction.Sum);
            CellSequence<HiddenState<double>> sequence = new(cell, steps, 1, new Random(1));
            trainer.Accumulate(sequence, new CarriedState<double, HiddenState<double>>());
            return trainer.Tape.Counters.Bytes;
        })];
        Assert.Equal(bytes[0], bytes[1]);
    }

    private static (long Nodes, long Edges, long Pushes) Work(CellKind kind, int steps) => kind switch
    {
        CellKind.Elman => Work(new StepwiseCell<HiddenState<double>>(new ElmanCell<double>(2, 3, new RandomStream(1))), steps),
        CellKind.Lstm => Work(new StepwiseCell<LstmState<double>>(new LstmCell<double>(2, 3, new RandomStream(1))), steps),
        _ => Work(new StepwiseCell<HiddenState<double>>(new GruCell<double>(2, 3, new RandomStream(1))), steps),
    };

    private static (long Nodes, long Edges, long Pushes) Work<TState>(ICell<double, TState> cell, int steps)
        where TState : struct, IState<TState, double>
    {
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(1), 2 * steps), new Shape(steps, 1, 2));
        Variable<double> outputs = cell.Unroll(inputs, cell.InitialState(tape, 1), out _);
        tape.Backward(Ops.Sum(outputs));
        TapeCounters counters = tape.Counters;
        return (counters.Nodes, counters.Edges, counters.Pushes);
    }
}
