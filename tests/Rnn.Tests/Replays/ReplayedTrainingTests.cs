using System;
using System.Linq;
using System.Runtime.InteropServices;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Memory;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Rnn.Replays;

// Whole trainings, replayed and recorded: losses, gradients and weights keep the same bits over many updates, and a replayed step allocates nothing.
[Collection(nameof(RunsAlone))]
public sealed class ReplayedTrainingTests
{
    private const int Updates = 60;

    public static TheoryData<string, string> Trainings
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string model in (string[])["perceptron", "trigram", "lstm", "stepwise lstm", "gru", "normalised", "attention"])
            {
                all.Add(model, "sgd");
                all.Add(model, "adam");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Bits_are_the_same(string model, string optimizer)
    {
        using Training recorded = new(model, optimizer, replays: false), replayed = new(model, optimizer, replays: true);
        for (int update = 0; update < Updates; update++)
        {
            // The last batch of every ten is smaller.
            int rows = update % 10 == 9 ? 2 : 3;
            Assert.Equal(BitConverter.SingleToInt32Bits(recorded.Step(update, rows)), BitConverter.SingleToInt32Bits(replayed.Step(update, rows)));
            foreach ((Parameter<float> a, Parameter<float> b) in recorded.Parameters.Zip(replayed.Parameters))
            {
                Assert.True(Same(a.Values, b.Values), $"{a} in update {update}");
                Assert.True(Same(a.Gradient, b.Gradient), $"the gradient of {a} in update {update}");
            }
        }

        Assert.Equal((4L, Updates - 4L, null), (replayed.Replay!.Recordings, replayed.Replay.Replays, replayed.Replay.Obstacle));
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_replayed_step_allocates_nothing(string model, string optimizer)
    {
        using Training training = new(model, optimizer, replays: true);
        for (int update = 0; update < 40; update++)
            training.Step(update, update % 10 == 9 ? 2 : 3);
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int update = 0; update < 20; update++)
                training.Step(update, update % 10 == 9 ? 2 : 3);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static bool Same(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));

    private sealed class Training : IDisposable
    {
        private const int Classes = 7, Features = 5, Steps = 6;

        private readonly Observed<int> _words = new("words"), _targets = new("targets");
        private readonly Observed<float> _data = new("data");
        private readonly Tape<float> _tape = new();
        private readonly Func<Tape<float>, Variable<float>> _loss;
        private readonly Optimizer<float> _optimizer;

        public Training(string model, string optimizer, bool replays)
        {
            RandomStream random = new(3);
            (IModule<float>[] modules, _loss, Observed[] observed) = Make(model, random);
            Parameters = [.. modules.SelectMany(module => module.Parameters)];
            _optimizer = optimizer == "sgd" ? new Sgd<float>(Parameters, 0.1) : new Adam<float>(Parameters, 0.01);
            Replay = replays ? new Replay<float>(_loss, observed) : null;
        }

        public Parameter<float>[] Parameters { get; }

        public Replay<float>? Replay { get; }

        public float Step(int update, int rows)
        {
            Fill(_words.Write(Steps * rows), update, 3);
            Fill(_targets.Write(Steps * rows), update, 5);
            Span<float> data = _data.Write(Steps * rows * Features);
            for (int i = 0; i < data.Length; i++)
                data[i] = MathF.Sin(i + update);
            Parameters.ClearGradients();
            float loss = Replay?.Backward().Item() ?? Recorded();
            _optimizer.Step();
            return loss;
        }

        public void Dispose()
        {
            Replay?.Dispose();
            _tape.Dispose();
        }

        private static void Fill(Span<int> numbers, int update, int factor)
        {
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = ((factor * i) + (update * update)) % Classes;
        }

        private float Recorded()
        {
            _tape.Reset();
            Variable<float> loss = _loss(_tape);
            _tape.Backward(loss);
            return loss.Item();
        }

        private (IModule<float>[] Modules, Func<Tape<float>, Variable<float>> Loss, Observed[] Observed) Make(string model, RandomStream random)
        {
            Linear<float> output = new(8, Classes, random);
            Variable<float> Loss(Variable<float> features) =>
                Losses.SoftmaxCrossEntropy(output.Forward(Reshape(features, new Shape(_targets.Count, 8))), _targets.Values, LossReduction.Mean);
            switch (model)
            {
                case "perceptron" or "normalised" or "attention":
                    Linear<float> first = new(Features, 8, random);
                    LayerNorm<float> norm = new(new Shape(8));
                    MultiHeadAttention<float> attention = new(8, 2, random);
                    Variable<float> Hidden(Tape<float> tape) => Relu(first.Forward(tape.Constant(_data.Values, new Shape(_data.Count / Features, Features))));
                    return model == "perceptron" ? ([first, output], tape => Loss(Hidden(tape)), [_data, _targets])
                        : model == "normalised" ? ([first, norm, output], tape => Loss(norm.Forward(Hidden(tape))), [_data, _targets])
                        : ([first, attention, output], tape => Loss(Attend(attention, Hidden(tape))), [_data, _targets]);
                case "trigram":
                    Embedding<float> before = new(Classes, 8, random), last = new(Classes, 8, random);
                    return ([before, last, output], tape => Loss(Tanh(before.Forward(tape, _words.Values) + last.Forward(tape, _words.Values))), [_words, _targets]);
                case "gru":
                    return Recurrent(new GruCell<float>(Classes, 8, random), output, Loss);
                case "lstm":
                    return Recurrent(new LstmCell<float>(Classes, 8, random), output, Loss);
                default:
                    LstmCell<float> cell = new(Classes, 8, random);
                    return ([cell, output], tape => Loss(StepByStep(tape, cell)), [_words, _targets]);
            }
        }

        private static Variable<float> Attend(MultiHeadAttention<float> attention, Variable<float> x)
        {
            Variable<float> rows = Reshape(x, new Shape(x.Shape[0] / Steps, Steps, 8));
            return attention.Forward(rows);
        }

        private (IModule<float>[] Modules, Func<Tape<float>, Variable<float>> Loss, Observed[] Observed) Recurrent<TState>(
            ISequenceCell<float, TState> cell, Linear<float> output, Func<Variable<float>, Variable<float>> loss)
            where TState : struct, IState<TState, float>
        {
            return ([cell, output], Run, [_words, _targets]);

            Variable<float> Run(Tape<float> tape)
            {
                int rows = _words.Count / Steps;
                TState state = cell.InitialState(tape, rows);
                Variable<float> projected = cell.ProjectOneHot(tape, _words.Values);
                return loss(cell.RunProjected(Reshape(projected, new Shape(Steps, rows, projected.Shape[1])), in state, out _));
            }
        }

        private Variable<float> StepByStep(Tape<float> tape, LstmCell<float> cell)
        {
            int rows = _words.Count / Steps;
            LstmState<float> state = cell.InitialState(tape, rows);
            Variable<float>[] outputs = new Variable<float>[Steps];
            for (int t = 0; t < Steps; t++)
                outputs[t] = cell.Advance(cell.ProjectOneHot(tape, _words.Values.Slice(t * rows, rows)), in state, out state);
            return Stack(0, outputs);
        }
    }
}
