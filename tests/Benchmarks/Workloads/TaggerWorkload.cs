using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// A tagger that reads a sentence in both directions, with an update after every sentence: graphs of many lengths, nothing in batches.
// Others, on a tagger of this kind in one thread: DyNet 1,264 sentences a second (2,313 with automatic batches of 20), PyTorch 165.
internal sealed class TaggerWorkload : IWorkload
{
    private const int Words = 10_000, Features = 128, Hidden = 50, Wide = 32, Tags = 9, Sentences = 16, Shortest = 5, Lengths = 31;

    private readonly Tape<float> _tape = new();
    private readonly Embedding<float> _embedding = new(Words, Features, new RandomStream(0));
    private readonly Bidirectional<float, LstmState<float>> _reader = new(
        new LstmCell<float>(Features, Hidden, new RandomStream(1)), new LstmCell<float>(Features, Hidden, new RandomStream(2)));
    private readonly Linear<float> _middle = new(2 * Hidden, Wide, new RandomStream(3)), _output = new(Wide, Tags, new RandomStream(4));
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly int[] _words = CounterHash.Integers(1, Sentences * (Shortest + Lengths), Words), _tags = CounterHash.Integers(2, Sentences * (Shortest + Lengths), Tags);
    private readonly int[] _lengths = CounterHash.Integers(3, Sentences, Lengths);

    private TaggerWorkload()
    {
        Initial.Fill(_embedding, 10, 0.5f);
        Initial.FillStack([_reader.Forward, _reader.Backward], 20, 0.1f);
        Initial.Fill(_middle, 40, 0.1f);
        Initial.Fill(_output, 50, 0.1f);
        _parameters = Initial.Parameters(_embedding, _reader.Forward, _reader.Backward, _middle, _output);
        _optimizer = new Sgd<float>(_parameters, 0.1);
    }

    public static Case Case { get; } = new(
        "tagger-sentences", "bidirectional LSTM tagger: embedding 128, 2x50, 32 by tanh, 9 tags, vocabulary 10,000, one sentence of 5 to 35 words an update, SGD",
        () => new TaggerWorkload())
    {
        Unit = "sentence",
        Units = Sentences,
    };

    public double Step()
    {
        double sum = 0;
        for (int sentence = 0, start = 0; sentence < Sentences; start += Shortest + _lengths[sentence++])
            sum += Learn(start, Shortest + _lengths[sentence]);
        return sum;
    }

    public void Dispose() => _tape.Dispose();

    private float Learn(int start, int length)
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> words = Reshape(_embedding.Forward(_tape, _words.AsSpan(start, length)), new Shape(length, 1, Features));
        BidirectionalState<float, LstmState<float>> state = _reader.InitialState(_tape, 1);
        Variable<float> scores = _output.Forward(Tanh(_middle.Forward(_reader.Unroll(words, in state, out _))));
        Variable<float> loss = Losses.SoftmaxCrossEntropy(scores, _tags.AsSpan(start, length), LossReduction.Mean);
        _tape.Backward(loss);
        _optimizer.Step();
        return loss.Item();
    }
}
