using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Model = AutoDiff.Rnn.LanguageModel<double, AutoDiff.Rnn.LstmState<double>>;
using Sequence = AutoDiff.Rnn.LanguageSequence<double, AutoDiff.Rnn.LstmState<double>>;
using Stack = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.LstmState<double>>;

namespace AutoDiff.Tests.Rnn.Sequences;

// A language model is trained with every output layer under every policy, and knows of none which it is.
public sealed class OutputLayerTests
{
    private const int Tokens = 12, Features = 5, Steps = 9, Rows = 2;

    public static TheoryData<string> Outputs => [.. OutputLayers.All];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string output in OutputLayers.All)
            {
                foreach (string policy in (string[])["none", "chunks 4", "window 4 2", "window 3", "window 5 1 banded"])
                    cases.Add(output, policy);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_small_training_lowers_the_loss(string output, string policy)
    {
        Model model = OutputLayers.Model<double>(output, Tokens, Features, 1);
        using TruncatedBackprop<double, Stack> trainer = new(Bptt.Policies.Parse(policy), LossReduction.Mean);
        Sequence sequence = new(model, new RandomStream(3));
        Sgd<double> optimizer = new(model.Parameters, 0.5);
        double before = Evaluate(model);
        for (int update = 0; update < 60; update++)
        {
            sequence.Chunk = Chunk();
            model.ClearGradients();
            trainer.Accumulate(sequence);
            optimizer.Step();
        }

        Assert.InRange(Evaluate(model), 0, 0.7 * before);
    }

    // The candidates of a chunk and its masks are the same however it is cut: so are the loss, and where the stream stands afterwards.
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_loss_of_a_chunk_does_not_depend_on_where_it_is_cut(string output, string policy)
    {
        Model model = OutputLayers.Model<double>(output, Tokens, Features, 2, dropout: 0.3);
        (double whole, _, ulong end) = Run(model, "none");
        (double loss, _, ulong position) = Run(model, policy);
        Assert.Equal(whole, loss, 1e-12);
        Assert.Equal(end, position);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_window_over_all_steps_has_the_gradient_of_no_truncation(string output)
    {
        Model model = OutputLayers.Model<double>(output, Tokens, Features, 3, dropout: 0.3);
        double[] whole = Run(model, "none").Gradient;
        Assert.Contains(whole, one => one != 0);
        foreach (string policy in (string[])["window 9 3", "window 9 1 segments", "window 9 1 banded", "window 9 1 twostack"])
            Assert.Null(Numbers.Differ(policy, whole, Run(model, policy).Gradient, 1e-10));
        foreach (AutoDiff.Rnn.Checkpointing way in (AutoDiff.Rnn.Checkpointing[])
        [
            AutoDiff.Rnn.Checkpointing.States(2, 2),
            AutoDiff.Rnn.Checkpointing.Records(2),
        ])
            Assert.Null(Numbers.Differ("checkpointed", whole, Run(model, "none", way).Gradient));
    }

    // A chunk set again has candidates of its own.
    [Fact]
    public void Every_chunk_has_its_own_candidates()
    {
        Model model = OutputLayers.Model<double>("sampled", Tokens, Features, 4);
        using TruncatedBackprop<double, Stack> trainer = new(Truncation.Window(4), LossReduction.Mean);
        RandomStream random = new(3);
        Sequence sequence = new(model, random);
        List<double> losses = [];
        List<ulong> positions = [];
        for (int i = 0; i < 4; i++)
        {
            sequence.Chunk = Chunk();
            losses.Add(trainer.Accumulate(sequence));
            positions.Add(random.Position);
        }

        Assert.Equal(4, losses.Distinct().Count());
        Assert.Equal(4, positions.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Packed_sentences_have_the_loss_of_their_rows(string output)
    {
        Model model = OutputLayers.Model<double>(output, Tokens, Features, 5);
        PackedRows rows = new([Steps, Steps]);
        StreamChunk chunk = Chunk();
        using TruncatedBackprop<double, Stack> trainer = new(Truncation.Chunks(4), LossReduction.Mean);
        foreach (ulong? seed in (ulong?[])[null, 7])
        {
            SentenceSequence<double, LstmState<double>> sentences = new(model, Stream());
            sentences.Set(rows, chunk.Inputs, chunk.Targets);
            Assert.Equal(trainer.Accumulate(new Sequence(model, Stream()) { Chunk = chunk }), trainer.Accumulate(sentences), 1e-12);

            RandomStream? Stream() => seed is ulong number ? new RandomStream(number) : null;
        }
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Saved_weights_give_the_scores_back(string output)
    {
        Model model = OutputLayers.Model<double>(output, Tokens, Features, 6), other = OutputLayers.Model<double>(output, Tokens, Features, 7);
        Assert.Equal(model.Parameters.Count, model.Parameters.Select(parameter => parameter.Name).Distinct().Count());
        Assert.Equal(Tokens, model.Vocabulary);
        string path = Path.GetTempFileName();
        try
        {
            WeightFile.Save(path, model.Parameters);
            Assert.NotEqual(Scores(model), Scores(other));
            WeightFile.Load(path, other.Parameters);
            Assert.Equal(Scores(model), Scores(other));
            Assert.Equal(Evaluate(model), Evaluate(other));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Of the scores, and of the loss without a stream.
    [Theory]
    [MemberData(nameof(Outputs))]
    public void Evaluation_judges_by_the_scores(string output)
    {
        Model model = OutputLayers.Model<double>(output, Tokens, Features, 8, dropout: 0.5);
        using Tape<double> tape = new();
        StreamChunk chunk = Chunk();
        Variable<double> features = model.Features(tape, chunk.Inputs.Span, Rows, model.Stack.InitialState(tape, Rows), out _);
        Variable<double> expected = Losses.SoftmaxCrossEntropy(model.Output.Scores(features), chunk.Targets.Span, LossReduction.Mean);
        Assert.Equal(expected.Item(), Evaluate(model), 1e-12);
    }

    [Fact]
    public void A_tied_table_is_named_once()
    {
        Model model = OutputLayers.Model<double>("tied", Tokens, Features, 1);
        Assert.Same(model.Embedding!.Table, model.Output.Parameters[0]);
        Assert.Single(model.Parameters, parameter => parameter == model.Embedding.Table);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Layers_that_do_not_fit_are_refused(string output)
    {
        RandomStream random = new(1);
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(3, 6, random)]);
        Embedding<double> embedding = new(Tokens, 3, random);
        Refusal.Of(
            () => _ = new Model(embedding, stack, OutputLayers.Make(output, embedding, random)), "LanguageModel", "the highest cell gives 6 features", "takes 3");
        Model model = OutputLayers.Model<double>(output, Tokens, Features, 1);
        using Tape<double> tape = new();
        Variable<double> features = model.Features(tape, [1, 2, 3, 4], 2, model.Stack.InitialState(tape, 2), out _);
        foreach (RandomStream? stream in (RandomStream?[])[null, random])
        {
            Refusal.Of(() => model.Loss(features, [1, 2, 3, 4, 0], stream), "LanguageModel", "5 targets", "4 outputs");
            Refusal.Of(() => model.Loss(features, [1, 2, 3, Tokens], stream), $"{Tokens}");
            Assert.Equal(0, model.Loss(features, [], stream).Item());
        }
    }

    private static (double Loss, double[] Gradient, ulong Position) Run(Model model, string policy, AutoDiff.Rnn.Checkpointing way = default)
    {
        model.ClearGradients();
        RandomStream random = new(9) { Position = 4 };
        using TruncatedBackprop<double, Stack> trainer = new(Bptt.Policies.Parse(policy), LossReduction.Mean, way);
        double loss = trainer.Accumulate(new Sequence(model, random) { Chunk = Chunk() });
        return (loss, Numbers.Gradients(model.Parameters), random.Position);
    }

    private static double Evaluate(Model model)
    {
        using TruncatedBackprop<double, Stack> trainer = new(Truncation.None, LossReduction.Mean);
        double loss = trainer.Accumulate(new Sequence(model) { Chunk = Chunk() });
        model.ClearGradients();
        return loss;
    }

    private static double[] Scores(Model model)
    {
        using Tape<double> tape = new();
        return model.Output.Scores(model.Features(tape, [1, 2, 3], 1, model.Stack.InitialState(tape, 1), out _)).ToArray();
    }

    // Each token is followed by one of its own: what a model can learn.
    private static StreamChunk Chunk()
    {
        int[] inputs = Numbers.Classes(new Random(5), Steps * Rows, Tokens);
        return new StreamChunk(inputs, inputs.Select(token => ((5 * token) + 1) % Tokens).ToArray(), Steps, Rows, Steps * Rows);
    }
}
