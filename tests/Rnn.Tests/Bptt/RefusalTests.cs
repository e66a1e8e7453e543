using System;
using System.Globalization;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using Xunit;
using Model = AutoDiff.Rnn.LanguageModel<double, AutoDiff.Rnn.HiddenState<double>>;
using Stack = AutoDiff.Rnn.RecurrentStack<double, AutoDiff.Rnn.HiddenState<double>>;

namespace AutoDiff.Tests.Rnn.Bptt;

// What cannot be, and the words in which it is refused.
public sealed class RefusalTests : IDisposable
{
    private readonly Tape<double> _tape = new();
    private readonly RandomStream _random = new(1);

    public void Dispose() => _tape.Dispose();

    [Fact]
    public void Policies()
    {
        Refused(() => Truncation.Window(0), "Truncation.Window", "0 steps", "lookback");
        Refused(() => Truncation.Window(-2), "-2 steps");
        Refused(() => Truncation.Window(3, 0), "Truncation.Window", "stride of 0", "1 to 3");
        Refused(() => Truncation.Window(3, 4), "stride of 4", "window of 3");
        Refused(() => Truncation.Chunks(0), "Truncation.Chunks", "0 steps", "Truncation.None");
        Refused(() => Truncation.None.Segments(0).Count.ToString(), "Truncation", "no time step");
        Assert.Throws<ArgumentOutOfRangeException>(() => Truncation.Chunks(2).Segments(4)[2].Steps.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Truncation.Chunks(2).Segments(4)[-1].Steps.ToString());
    }

    [Fact]
    public void Cells()
    {
        Refused(() => new ElmanCell<double>(0, 2, _random), "ElmanCell", "input size is 0");
        Refused(() => new ElmanCell<double>(2, -1, _random), "ElmanCell", "hidden size is -1");
        Refused(() => new ElmanCell<double>(2, 2, _random, (Activation)3), "ElmanCell", "activation 3", "Tanh, Relu, Sigmoid");
        Refused(() => new LstmCell<double>(0, 2, _random), "LstmCell", "input size is 0");
        Refused(() => new LstmCell<double>(2, 0, _random), "LstmCell", "hidden size is 0");
        Refused(() => new GruCell<double>(-3, 2, _random), "GruCell", "input size is -3");
        Refused(() => new GruCell<double>(3, 0, _random), "GruCell", "hidden size is 0");
    }

    // A single feature, or a single row, would otherwise stretch over all gates or rows, and the step look as if it had been made.
    [Fact]
    public void Steps_whose_parts_do_not_fit()
    {
        Step(new LstmCell<double>(1, 4, _random), 16);
        Step(new GruCell<double>(1, 4, _random), 12);
        Step(new ElmanCell<double>(1, 4, _random), 4);
        Step(new CoupledLstmCell<double>(1, 4, _random), 12);
        Step(new MguCell<double>(1, 4, _random), 8);
        Step(new IndependentCell<double>(1, 4, _random), 4);
        Step(new PeepholeLstmCell<double>(1, 4, _random), 16);
        Step(new ProjectedLstmCell<double>(1, 5, 4, _random), 20);
        Step(new ResetFirstGruCell<double>(1, 4, _random), 12);
        Step(new SruCell<double>(1, 4, _random), 16);
        Step(new LayerNormLstmCell<double>(1, 4, _random), 16);
        Step(new GruCell<double>(1, 4, _random).WithZoneout(0.5).WithLearnedStart(), 12);
        Node(new ChildSumTreeLstmCell<double>(1, 4, _random), 16);
        Node(new NaryTreeLstmCell<double>(1, 4, 2, _random), 20);

        void Step<TState>(ICell<double, TState> cell, int width)
            where TState : struct, IState<TState, double>
        {
            TState three = cell.InitialState(_tape, 3), one = cell.InitialState(_tape, 1);
            string name = cell.GetType().Name.Split('`')[0], needed = $"need [batch, {width}] and [batch, 4]";
            string[] words = name == nameof(LearnedStartCell<,>) ? [needed] : [name, needed];
            Variable<double> projected = cell.Project(Zeros(3, 1));
            Refused(() => cell.Advance(Zeros(3, 1), in three, out _), [.. words, "[3, 1] and [3, 4]", "Project"]);
            Refused(() => cell.Advance(Zeros(3, 40), in three, out _), [.. words, "[3, 40]"]);
            Refused(() => cell.UnrollProjected(Zeros(5, 3, 1), in three, out _), "3, 1]");
            Refused(() => cell.UnrollProjected(Zeros(5, 3, 40), in three, out _), "40]");
            Refused(() => cell.Advance(projected, in one, out _), [.. words, $"[3, {width}] and [1, 4]"]);
            Refused(() => cell.Step(Zeros(1, 1), in three), [.. words, $"[1, {width}] and [3, 4]"]);
            Refused(() => cell.Step(Zeros(1), in three), [.. words, $"[{width}] and [3, 4]"]);
            Assert.Equal(new Shape(3, 4), cell.Advance(projected, in three, out _).Shape);
        }

        void Node(ITreeCell<double, LstmState<double>> cell, int width)
        {
            string name = cell.GetType().Name.Split('`')[0];
            LstmState<double> leaf = cell.Join(cell.Project(Zeros(3, 1)));
            Refused(() => cell.Join(Zeros(3, 1)), name, "[3, 1]", $"need [batch, {width}]", "Project");
            Refused(() => cell.Join(Zeros(3, 40)), name, "[3, 40]");
            Refused(() => cell.Join(cell.Project(Zeros(1, 1)), leaf), name, $"[1, {width}] and [3, 4]");
            Assert.Equal(new Shape(3, 4), cell.Join(cell.Project(Zeros(3, 1)), leaf, leaf).Hidden.Shape);
        }
    }

    // A cell state of one row or one feature would stretch over the others unseen.
    [Fact]
    public void Cell_states_of_another_shape()
    {
        Lstm(new LstmCell<double>(1, 4, _random));
        Lstm(new PeepholeLstmCell<double>(1, 4, _random));
        Lstm(new CoupledLstmCell<double>(1, 4, _random));
        Lstm(new LayerNormLstmCell<double>(1, 4, _random));
        Node(new ChildSumTreeLstmCell<double>(1, 4, _random));
        Node(new NaryTreeLstmCell<double>(1, 4, 2, _random));
        Refused(() => new ProjectedLstmCell<double>(1, 5, 4, _random).Step(Zeros(3, 1), new LstmState<double>(Zeros(3, 4), Zeros(3, 1))), "[3, 1]");

        void Lstm(ICell<double, LstmState<double>> cell)
        {
            foreach (Variable<double> other in (Variable<double>[])[Zeros(1, 4), Zeros(3, 1), Zeros(3, 5)])
            {
                LstmState<double> state = new(Zeros(3, 4), other);
                Refused(() => cell.Step(Zeros(3, 1), in state), cell.GetType().Name.Split('`')[0], $"they are {other.Shape} and [3, 4]", "equal shapes");
                Refused(() => cell.Unroll(Zeros(1, 3, 1), in state, out _), $"{other.Shape}");
                Refused(() => cell.Unroll(Zeros(2, 3, 1), in state, out _), $"{other.Shape}");
            }
        }

        void Node(ITreeCell<double, LstmState<double>> cell)
        {
            LstmState<double> leaf = cell.Join(cell.Project(Zeros(3, 1)));
            foreach (Variable<double> other in (Variable<double>[])[Zeros(1, 4), Zeros(3, 1), Zeros(3, 5)])
            {
                LstmState<double> child = new(leaf.Hidden, other);
                Refused(() => cell.Join(cell.Project(Zeros(3, 1)), leaf, child), cell.GetType().Name.Split('`')[0], $"{other.Shape} and [3, 4]");
                Refused(() => cell.Join(cell.Project(Zeros(3, 1)), child), $"{other.Shape} and [3, 4]");
            }
        }
    }

    [Fact]
    public void Unrolling()
    {
        GruCell<double> cell = new(2, 3, _random);
        HiddenState<double> state = cell.InitialState(_tape, 4);
        Refused(() => cell.Unroll(Zeros(5, 4), in state, out _), "Unroll", "[5, 4]", "[time, batch, 2]", "SequenceLayout.BatchFirst");
        Refused(() => cell.Unroll(Zeros(5, 4, 3), in state, out _), "Unroll", "[5, 4, 3]");
        Refused(() => cell.Unroll(Zeros(0, 4, 2), in state, out _), "Unroll", "no time step");
        Refused(() => cell.Unroll(Zeros(5, 3, 2), in state, out _), "Unroll", "another batch", "[4, 3]", "3 rows", "InitialState");
        Refused(() => cell.Unroll(Zeros(5, 3, 2), new HiddenState<double>(_tape.Constant(1)), out _), "another batch", "[]");
        Refused(() => cell.Unroll(Zeros(5, 4, 2), in state, out _, new bool[4]), "Unroll", "4 flags", "5 steps of 4 rows", "20");
        Refused(() => cell.UnrollProjected(Zeros(5, 9), in state, out _), "UnrollProjected", "[5, 9]", "[time, batch, any]");
        Refused(() => cell.UnrollProjected(Zeros(9), in state, out _), "UnrollProjected", "[9]");
        Refused(() => cell.ProjectOneHot(_tape, [2]), "2");
        Stack stack = new([cell]);
        StackState<double, HiddenState<double>> states = stack.InitialState(_tape, 4);
        Refused(() => stack.Unroll(Zeros(5, 4, 3), in states, out _), "Unroll", "[5, 4, 3]", "[time, batch, 2]");
        Refused(() => stack.Unroll(Zeros(5, 2, 2), in states, out _), "another batch");
        Refused(() => stack.Unroll(Zeros(5, 4, 2), new StackState<double, HiddenState<double>>(2), out _), "RecurrentStack", "2 layers", "the stack 1");
        Assert.Throws<ArgumentOutOfRangeException>(() => stack.Unroll(Zeros(5, 4, 2), in states, out _, firstStep: -1));
    }

    [Fact]
    public void Refused_runs_leave_random_numbers_where_they_were()
    {
        RandomStream random = new(7);
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(3, 4, _random), new LstmCell<double>(4, 4, _random)], dropout: 0.5, inputDropout: 0.5);
        BidirectionalStack<double, LstmState<double>> both = BidirectionalStacks.Lstm<double>(3, 4, _random, layers: 2, dropout: 0.5);
        StackState<double, LstmState<double>> state = stack.InitialState(_tape, 2);
        StackState<double, BidirectionalState<double, LstmState<double>>> ends = both.InitialState(_tape, 2);
        Refused(() => stack.Unroll(Zeros(3, 5, 3), in state, out _, random), "another batch");
        Refused(() => stack.Unroll(Zeros(3, 2, 3), in state, out _, random, reset: new bool[3]), "3 flags");
        Refused(() => stack.UnrollPacked(Zeros(4, 3), new PackedRows([2, 3]), in state, out _, random), "[4, 3]");
        Refused(() => stack.UnrollPacked(Zeros(5, 3), new PackedRows([2, 2, 1]), in state, out _, random), "another batch");
        Refused(() => both.Unroll(Zeros(3, 5, 3), in ends, out _, random), "another batch");
        Refused(() => both.UnrollPacked(Zeros(5, 3), new PackedRows([2, 2, 1]), in ends, out _, random), "another batch");
        Refused(() => new Dropout(0.5).Forward(Zeros(2, 3), random, [0]), "2 rows but 1");
        Assert.Throws<ArgumentOutOfRangeException>(() => Noise.Draw(random, -1));
        Refused(() => new AdaptiveSoftmax<double>(8, 20, [4, 10], random), "cluster 1 has no features");
        Assert.Equal(0ul, random.Position);
        stack.Unroll(Zeros(3, 2, 3), in state, out _, random);
        Assert.Equal(4ul, random.Position);
    }

    [Fact]
    public void Influences_that_no_array_holds()
    {
        RecurrentStack<float, HiddenState<float>> stack = RecurrentStacks.Elman<float>(1, 64, _random);
        UnrolledSequence<float, HiddenState<float>> sequence = new(stack, new float[10_000], new Shape(1, 10_000, 1), (y, _) => Ops.Sum(y));
        using TruncatedBackprop<float, StackState<float, HiddenState<float>>> trainer = new(Truncation.Rtrl, LossReduction.Sum);
        Refused(
            () => trainer.Accumulate(sequence), "Rtrl", "640,000 elements", "elman.0.recurrent_weights [64, 64]", "2,621,440,000 numbers", "Truncation.Uoro");
    }

    [Fact]
    public void Numbers_are_written_alike_in_every_country()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NumberDecimalSeparator = "," } };
            IndependentCell<double> cell = new(1, 1, _random);
            using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.None, LossReduction.Sum);
            Refused(() => IndependentCell<double>.Bound(3, -0.5), "-0.5");
            Refused(() => { cell.ClipRecurrentWeights(-0.5); return cell; }, "-0.5");
            Refused(() => Truncation.Random(0.5, 1), "0.5");
            Refused(() => Truncation.Random(5, 1, tail: 0.5), "0.5");
            Refused(() => new GradientFlow<double, HiddenState<double>>(new FlowOptions { ExplodingRatio = 0.5 }), "0.5");
            Refused(() => new GradientFlow<double, HiddenState<double>>(new FlowOptions { VanishingRatio = 1.5 }), "1.5");
            Refused(() => trainer.Train(null!, new Sgd<double>([], 0.1), WeightUpdate.Defer, maxNorm: -0.5), "-0.5");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Stacks()
    {
        Refused(() => new Stack([]), "RecurrentStack", "0 layers", "1 to 16");
        Refused(() => new Stack([.. Enumerable.Range(0, 17).Select(_ => new GruCell<double>(1, 1, _random))]), "17 layers");
        Refused(() => new Stack([new GruCell<double>(2, 3, _random), new GruCell<double>(4, 3, _random)]), "RecurrentStack", "layer 0 gives 3", "layer 1 takes 4");
        Refused(() => new Stack([new GruCell<double>(2, 3, _random)], dropout: 1), "Dropout", "1;");
        Refused(() => new Stack([new GruCell<double>(2, 3, _random)], dropout: double.NaN), "Dropout", "NaN");
    }

    [Fact]
    public void Models()
    {
        Stack stack = new([new GruCell<double>(5, 3, _random)]);
        Linear<double> output = new(3, 5, _random);
        Refused(() => new Model(new Embedding<double>(9, 4, _random), stack, output), "LanguageModel", "gives 4", "takes 5");
        Refused(() => new Model(null, stack, new Linear<double>(4, 5, _random)), "LanguageModel", "gives 3", "takes 4");
        Refused(() => new Model(null, stack, output, dropout: -0.5), "Dropout", "-0.5");
        Embedding<double> read = new(9, 5, _random, name: "read"), square = new(7, 3, _random, name: "scored");
        Stack even = new([new GruCell<double>(3, 3, _random)]);
        Refused(
            () => new Model(read, stack, new TiedSoftmax<double>(square)),
            "LanguageModel: the output layer is tied to another embedding: it scores with scored.table [7, 3], the model reads with its own read.table [9, 5]; need");
        Refused(() => new Model(null, even, new TiedSoftmax<double>(square)), "scored.table [7, 3], the model reads with one-hot vectors");
        Refused(() => new Model(new Embedding<double>(7, 3, _random), even, new TiedSoftmax<double>(square)), "tied to another embedding", "embedding.table");
        Assert.Equal(1 + even.Parameters.Count + 1, new Model(square, even, new TiedSoftmax<double>(square)).Parameters.Count);
        Model model = new(null, stack, output);
        StackState<double, HiddenState<double>> state = stack.InitialState(_tape, 2);
        Refused(() => model.Features(_tape, [1, 2, 3], 2, in state, out _), "LanguageModel", "3 tokens", "batch of 2");
        Refused(() => model.Features(_tape, [], 2, in state, out _), "0 tokens");
        Refused(() => model.Features(_tape, [1, 2], 0, in state, out _), "batch of 0");
        Refused(() => model.Features(_tape, [1, 5], 2, in state, out _), "5");
        Variable<double> features = model.Features(_tape, [1, 2, 3, 4], 2, in state, out _);
        Refused(() => model.Loss(features, [1, 2, 3, 4, 0]), "LanguageModel", "5 targets", "4 outputs", "[2, 2, 3]");
        Refused(() => model.Loss(features, [1, 2, 3, 5]), "5");
        LanguageSequence<double, HiddenState<double>> sequence = new(model);
        Refused(() => sequence.Chunk = new StreamChunk(default, default, 1 << 16, 1 << 16, 0), "LanguageSequence", "65536 steps of 65536 rows", "0 inputs");
        SentenceSequence<double, HiddenState<double>> sentences = new(model);
        string message = Assert.Throws<InvalidOperationException>(() => sentences.InitialState(_tape)).Message;
        Assert.Equal("SentenceSequence: there are no sentences; give them to Set first.", message);
        Assert.Equal(0, model.Loss(features, []).Item());
    }

    [Fact]
    public void Chunks()
    {
        LanguageSequence<double, HiddenState<double>> sequence = new(new Model(null, new Stack([new GruCell<double>(5, 3, _random)]), new Linear<double>(3, 5, _random)));
        Refused(() => sequence.Chunk = new StreamChunk(new int[5], new int[6], 3, 2, 6), "LanguageSequence", "3 steps of 2 rows", "5 inputs");
        Refused(() => sequence.Chunk = new StreamChunk(new int[6], new int[4], 3, 2, 5), "4 targets of which 5");
        Refused(() => sequence.Chunk = new StreamChunk(new int[6], new int[9], 3, 2, 7), "of which 7");
        Refused(() => sequence.Chunk = new StreamChunk(new int[6], new int[6], 3, 2, -1), "of which -1");
        Refused(() => sequence.Chunk = new StreamChunk(new int[6], new int[6], -3, -2, 6), "-3 steps");
        using TruncatedBackprop<double, StackState<double, HiddenState<double>>> trainer = new(Truncation.None, LossReduction.Sum);
        Refused(() => trainer.Accumulate(sequence), "TruncatedBackprop", "no target");
        sequence.Chunk = new StreamChunk(new int[6], new int[6], 3, 2, 0);
        Refused(() => trainer.Accumulate(sequence), "TruncatedBackprop", "no target");
    }

    private Variable<double> Zeros(params int[] lengths) => _tape.Fill(0, new Shape(lengths));

    private static void Refused(Func<object> action, params string[] words)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => { action(); });
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
