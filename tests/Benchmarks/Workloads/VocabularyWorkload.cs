using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// A word model with a hundred thousand words, distributed as words are: with all of them scored, with rare ones in clusters, and with a sample.
internal sealed class VocabularyWorkload : IWorkload
{
    private const int Vocabulary = 100_000, Hidden = 128, Batch = 10, Steps = 20, Candidates = 1_000;

    private readonly Tape<float> _tape = new();
    private readonly Embedding<float> _embedding = new(Vocabulary, Hidden, new RandomStream(0));
    private readonly LstmCell<float> _cell = new(Hidden, Hidden, new RandomStream(0));
    private readonly IOutputLayer<float> _output;
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly int[] _words = CounterHash.Words(1, Steps * Batch, Vocabulary), _targets = CounterHash.Words(2, Steps * Batch, Vocabulary);
    private readonly float[] _places = CounterHash.Uniform(3, 64);
    private readonly int[] _candidates = new int[Candidates];
    private int _at;

    private VocabularyWorkload(IOutputLayer<float> output)
    {
        _output = output;
        Initial.Fill(_embedding, 10, 0.05f);
        Initial.Fill(_cell, 20, 0.05f);
        Initial.Fill(_output, 40, 0.05f);
        _parameters = Initial.Parameters(_embedding, _cell, _output);
        _optimizer = new Sgd<float>(_parameters, 0.5);
    }

    public static Case Full { get; } = Case("full", "softmax over all", () => new FullSoftmax<float>(new Linear<float>(Hidden, Vocabulary, new RandomStream(1))));

    public static Case Adaptive { get; } = Case(
        "adaptive", "adaptive softmax, cutoffs 2,000 and 20,000", () => new AdaptiveSoftmax<float>(Hidden, Vocabulary, [2_000, 20_000], new RandomStream(1)));

    public static Case Sampled { get; } = Case("sampled", "softmax over 1,000 sampled words", () => new SampledSoftmax<float>(Hidden, Vocabulary, Candidates, new RandomStream(1)));

    public double Step()
    {
        _tape.Reset();
        _parameters.ClearGradients();
        Variable<float> inputs = Ops.Reshape(_embedding.Forward(_tape, _words), new Shape(Steps, Batch, Hidden));
        LstmState<float> state = _cell.InitialState(_tape, Batch);
        Variable<float> loss = Loss(_cell.Unroll(inputs, in state, out _));
        _tape.Backward(loss);
        _optimizer.Step();
        return loss.Item();
    }

    public void Dispose() => _tape.Dispose();

    private Variable<float> Loss(Variable<float> features)
    {
        if (_output is not SampledSoftmax<float> sampled)
            return _output.Loss(features, _targets, null, LossReduction.Mean);
        sampled.Candidates.Draw((_places[_at] + 1) / 2, _candidates);
        _at = (_at + 1) % _places.Length;
        return sampled.Loss(features, _targets, _candidates, LossReduction.Mean);
    }

    private static Case Case(string name, string how, Func<IOutputLayer<float>> output) =>
        new($"vocabulary-100k-{name}", $"word model: LSTM 128, vocabulary 100,000, batch {Batch}, T {Steps}, SGD, {how}", () => new VocabularyWorkload(output()))
        {
            Unit = "token",
            Units = Batch * Steps,
        };
}
