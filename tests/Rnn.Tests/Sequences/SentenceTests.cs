using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Bptt;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.LstmState<double>>;

namespace AutoDiff.Tests.Rnn.Sequences;

// Language models over sentences of several lengths side by side: under every truncation, what each sentence gives alone.
public sealed class SentenceTests
{
    private const int Vocabulary = 6;

    [Theory]
    [InlineData("none", false)]
    [InlineData("none", true)]
    [InlineData("chunks 2", false)]
    [InlineData("window 2", true)]
    [InlineData("window 3 2", false)]
    [InlineData("rtrl", true)]
    [InlineData("snap1", false)]
    public void A_batch_is_its_sentences(string policy, bool oneHot) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            LanguageModel<double, LstmState<double>> model = Model(random, oneHot);
            (int[][] tokens, int[][] targets) = Draw(random);
            (double loss, double[] gradient, double[] last) = Run(model, Policies.Parse(policy), tokens, targets);
            double sum = 0;
            double[] sums = new double[gradient.Length];
            double[][] finals = new double[tokens.Length][];
            for (int i = 0; i < tokens.Length; i++)
            {
                (double one, double[] part, finals[i]) = tokens[i].Length == 0
                    ? (0, new double[sums.Length], new double[4 * 3])
                    : Run(model, Policies.Parse(policy), [tokens[i]], [targets[i]]);
                sum += one;
                sums = [.. sums.Zip(part, (a, b) => a + b)];
            }

            // Parts of the state, rows, units: the rows' own states side by side.
            double[] states = [.. from part in Enumerable.Range(0, 4) from row in finals from unit in row[(part * 3)..((part + 1) * 3)] select unit];
            return Numbers.Differ("loss", [sum], [loss]) ?? Numbers.Differ("gradient", sums, gradient, 1e-11) ?? Numbers.Differ("last states", states, last);
        },
        cases: 6);

    [Fact]
    public void The_mean_is_over_real_steps()
    {
        Random random = new(1);
        LanguageModel<double, LstmState<double>> model = Model(random, oneHot: false);
        (int[][] tokens, int[][] targets) = Draw(random);
        using TruncatedBackprop<double, State> sum = new(Truncation.None, LossReduction.Sum), mean = new(Truncation.Chunks(2), LossReduction.Mean);
        SentenceSequence<double, LstmState<double>> sequence = Sequence(model, tokens, targets, null);
        Assert.Equal(sum.Accumulate(sequence) / tokens.Sum(one => one.Length), mean.Accumulate(sequence), 1e-12);
    }

    // A step's mask is the same in every window that it is run in; a locked one is that of the sentence.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Overlapping_windows_see_the_masks_of_the_whole(bool locked)
    {
        Random random = new(3);
        RandomStream weights = new(3);
        RecurrentStack<double, LstmState<double>> stack = new(
            [new LstmCell<double>(3, 5, weights), new LstmCell<double>(5, 7, weights)], dropout: 0.5, inputDropout: 0.2, locked: locked);
        LanguageModel<double, LstmState<double>> model = new(
            new Embedding<double>(Vocabulary, 3, weights), stack, new Linear<double>(7, Vocabulary, weights), dropout: 0.4, locked: locked);
        (int[][] tokens, int[][] targets) = Draw(random);
        Truncation[] policies =
        [
            Truncation.None,
            Truncation.Chunks(2),
            Truncation.Window(2),
            Truncation.Window(3, 2),
            Truncation.Window(40),
            Truncation.Random(2, 1),
            Truncation.Rtrl,
            Truncation.SnAp1,
            Truncation.Uoro(1),
        ];
        double[] losses = [.. policies.Select(policy =>
        {
            using TruncatedBackprop<double, State> trainer = new(policy, LossReduction.Sum);
            return trainer.Accumulate(Sequence(model, tokens, targets, new RandomStream(5)));
        })];
        Assert.All(losses, loss => Assert.Equal(losses[0], loss, 1e-11));
        using TruncatedBackprop<double, State> other = new(Truncation.None, LossReduction.Sum);
        Assert.NotEqual(losses[0], other.Accumulate(Sequence(model, tokens, targets, new RandomStream(6))), 1e-6);

        // Rows of one length: the masks of the dense run.
        int[] flat = Numbers.Classes(random, 12, Vocabulary), next = Numbers.Classes(random, 12, Vocabulary);
        LanguageSequence<double, LstmState<double>> dense = new(model, new RandomStream(5)) { Chunk = new StreamChunk(flat, next, 4, 3, 12) };
        int[][] columns = [.. Enumerable.Range(0, 3).Select(row => flat.Where((_, i) => i % 3 == row).ToArray())],
            after = [.. Enumerable.Range(0, 3).Select(row => next.Where((_, i) => i % 3 == row).ToArray())];
        Assert.Equal(other.Accumulate(dense), other.Accumulate(Sequence(model, columns, after, new RandomStream(5))), 1e-11);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        LanguageModel<double, LstmState<double>> model = Model(new Random(1), oneHot: false);
        SentenceSequence<double, LstmState<double>> sequence = new(model);
        PackedRows rows = new([2, 1]);
        PackedRowsTests.Refused(() => sequence.Set(rows, new int[3], new int[2]), "SentenceSequence", "3 tokens", "2 targets", "need 3");
        using TruncatedBackprop<double, State> trainer = new(Truncation.None, LossReduction.Sum);
        PackedRowsTests.Refused(() => trainer.Accumulate(sequence), "no target");
        using Tape<double> tape = new();
        PackedRowsTests.Refused(() => model.FeaturesPacked(tape, [1, 2], rows, model.Stack.InitialState(tape, 2), out _), "LanguageModel", "2 were given", "need 3");
    }

    private static (double Loss, double[] Gradient, double[] Last) Run(LanguageModel<double, LstmState<double>> model, Truncation policy, int[][] tokens, int[][] targets)
    {
        model.ClearGradients();
        using TruncatedBackprop<double, State> trainer = new(policy, LossReduction.Sum);
        CarriedState<double, State> carried = new();
        double loss = trainer.Accumulate(Sequence(model, tokens, targets, null), carried);
        return (loss, Numbers.Gradients(model.Parameters), [.. carried.Parts().SelectMany(part => part.Values.ToArray())]);
    }

    private static SentenceSequence<double, LstmState<double>> Sequence(LanguageModel<double, LstmState<double>> model, int[][] tokens, int[][] targets, RandomStream? random)
    {
        PackedRows rows = new([.. tokens.Select(one => one.Length)]);
        int[] inputs = new int[rows.Count], next = new int[rows.Count];
        for (int row = 0; row < tokens.Length; row++)
        {
            rows.PackRow<int>(row, tokens[row], inputs);
            rows.PackRow<int>(row, targets[row], next);
        }

        SentenceSequence<double, LstmState<double>> sequence = new(model, random);
        sequence.Set(rows, inputs, next);
        return sequence;
    }

    private static (int[][] Tokens, int[][] Targets) Draw(Random random)
    {
        int[] lengths = [.. PackedRunTests.DrawLengths(random), 3];
        int[][] Tokens() => [.. lengths.Select(length => Numbers.Classes(random, length, Vocabulary))];
        return (Tokens(), Tokens());
    }

    private static LanguageModel<double, LstmState<double>> Model(Random random, bool oneHot)
    {
        RandomStream weights = new((ulong)random.Next());
        int inputs = oneHot ? Vocabulary : 2;
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(inputs, 3, weights), new LstmCell<double>(3, 3, weights)]);
        LanguageModel<double, LstmState<double>> model = new(oneHot ? null : new Embedding<double>(Vocabulary, 2, weights), stack, new Linear<double>(3, Vocabulary, weights));
        Numbers.Redraw(random, model.Parameters);
        return model;
    }
}
