using System;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.LstmState<double>>;

namespace AutoDiff.Tests.Rnn.Bptt;

// Dropout between layers and before the output: a step has one mask, however often it is run.
public sealed class DropoutTests
{
    [Fact]
    public void Every_policy_sees_the_masks_of_the_whole_sequence() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            LanguageModel<double, LstmState<double>> model = Model(random);
            StreamChunk chunk = Chunk(random, steps: random.Next(2, 8), rows: random.Next(1, 4));
            (double whole, double[] gradient, ulong position) = Run(model, chunk, Truncation.None);
            (double other, _, _) = Run(model, chunk, Truncation.None, start: 50);
            if (whole == other)
                return "another position gave the same masks";
            Truncation[] online = [Truncation.Random(2, 1), Truncation.Rtrl, Truncation.SnAp1, Truncation.Uoro(1)];
            foreach (Truncation policy in (Truncation[])
            [
                Truncation.Window(1),
                Truncation.Window(2),
                Truncation.Window(3, 2),
                Truncation.Chunks(2),
                Truncation.Window(chunk.Steps),
                .. online,
            ])
            {
                (double loss, double[] windowed, ulong end) = Run(model, chunk, policy);
                string? broken = Numbers.Differ($"{policy}: loss", [whole], [loss]);
                if (policy == Truncation.Rtrl || (policy.Stride == 1 && policy.Length >= chunk.Steps))
                    broken ??= Numbers.Differ($"{policy}: gradient", gradient, windowed, 1e-11);
                broken ??= position == end ? null : $"{policy}: the stream stands at {end}, at {position} after the whole";
                if (broken is not null)
                    return broken;
            }

            return null;
        },
        cases: 5);

    [Fact]
    public void A_run_that_resumes_at_the_stream_s_position_sees_the_same_masks()
    {
        Random random = new(3);
        LanguageModel<double, LstmState<double>> model = Model(random);
        StreamChunk first = Chunk(random, 5, 2), second = Chunk(random, 4, 2);
        RandomStream stream = new(8);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(3), LossReduction.Sum);
        LanguageSequence<double, LstmState<double>> sequence = new(model, stream) { Chunk = first };
        double before = trainer.Accumulate(sequence);
        ulong position = stream.Position;
        sequence.Chunk = second;
        double expected = trainer.Accumulate(sequence);
        Assert.NotEqual(0ul, position);
        LanguageSequence<double, LstmState<double>> resumed = new(model, new RandomStream(8) { Position = position }) { Chunk = second };
        Assert.Equal(expected, trainer.Accumulate(resumed));
        sequence.Chunk = first;
        Assert.NotEqual(before, trainer.Accumulate(sequence));
    }

    [Fact]
    public void Two_sequences_on_one_stream_have_masks_of_their_own()
    {
        Random random = new(3);
        LanguageModel<double, LstmState<double>> model = Model(random);
        StreamChunk chunk = Chunk(random, 5, 2);
        RandomStream stream = new(8);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(3), LossReduction.Sum);
        LanguageSequence<double, LstmState<double>> first = new(model, stream) { Chunk = chunk }, second = new(model, stream) { Chunk = chunk };
        double one = trainer.Accumulate(first);
        ulong position = stream.Position;
        double other = trainer.Accumulate(second);
        Assert.NotEqual(one, other);
        ulong end = stream.Position;
        Assert.Equal(2 * position, end);
        Assert.Equal(one, trainer.Accumulate(first));
        Assert.Equal(end, stream.Position);
    }

    // The next sequence must not draw the masks of the one that failed.
    [Fact]
    public void A_run_that_is_refused_leaves_the_stream_behind_the_masks_that_were_drawn()
    {
        Random random = new(5);
        LanguageModel<double, LstmState<double>> model = Model(random);
        StreamChunk chunk = Chunk(random, 6, 2);
        ulong whole = Run(model, chunk, Truncation.None).Position - 7;
        int[] tokens = chunk.Inputs.ToArray();
        tokens[^1] = 99;
        RandomStream stream = new(1) { Position = 7 };
        LanguageSequence<double, LstmState<double>> sequence = new(model, stream) { Chunk = chunk with { Inputs = tokens } };
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(3) with { Algorithm = WindowAlgorithm.Segments }, LossReduction.Sum);
        Assert.Throws<ArgumentException>(() => trainer.Accumulate(sequence));
        Assert.Equal(7 + whole, stream.Position);

        PackedRows rows = new([6, 5]);
        SentenceSequence<double, LstmState<double>> sentences = new(model, stream);
        sentences.Set(rows, tokens.AsMemory(1), chunk.Targets[1..]);
        Assert.Throws<ArgumentException>(() => trainer.Accumulate(sentences));
        Assert.Equal(7 + (2 * whole), stream.Position);
    }

    [Fact]
    public void Nothing_is_dropped_in_evaluation()
    {
        Random random = new(4);
        LanguageModel<double, LstmState<double>> model = Model(random);
        LanguageModel<double, LstmState<double>> plain = new(model.Embedding, new RecurrentStack<double, LstmState<double>>(model.Stack.Cells), model.Output);
        StreamChunk chunk = Chunk(random, 5, 2);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(3), LossReduction.Sum);
        double evaluated = trainer.Accumulate(new LanguageSequence<double, LstmState<double>>(model) { Chunk = chunk });
        Assert.Equal(trainer.Accumulate(new LanguageSequence<double, LstmState<double>>(plain) { Chunk = chunk }), evaluated);
    }

    private static (double Loss, double[] Gradient, ulong Position) Run(LanguageModel<double, LstmState<double>> model, StreamChunk chunk, Truncation policy, ulong start = 7)
    {
        model.ClearGradients();
        RandomStream stream = new(1) { Position = start };
        using TruncatedBackprop<double, State> trainer = new(policy, LossReduction.Sum);
        double loss = trainer.Accumulate(new LanguageSequence<double, LstmState<double>>(model, stream) { Chunk = chunk });
        return (loss, Numbers.Gradients(model.Parameters), stream.Position);
    }

    // Odd sizes: a step's masks begin anywhere in the generator's blocks.
    private static LanguageModel<double, LstmState<double>> Model(Random random)
    {
        RandomStream weights = new((ulong)random.Next());
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(3, 5, weights), new LstmCell<double>(5, 7, weights)], dropout: 0.5);
        return new LanguageModel<double, LstmState<double>>(new Embedding<double>(6, 3, weights), stack, new Linear<double>(7, 6, weights), dropout: 0.4);
    }

    private static StreamChunk Chunk(Random random, int steps, int rows) =>
        new(Numbers.Classes(random, steps * rows, 6), Numbers.Classes(random, steps * rows, 6), steps, rows, steps * rows);
}
