using System;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// The feed-forward trigram model of first courses: the two most recent words, s = tanh(U w1 + V w2 + b), and softmax(W s). Its graph is the same for every instance,
// so that it can be recorded once and replayed with the next words. Every step reads other words.
internal sealed class TrigramWorkload : IWorkload
{
    private const int Words = 512;

    private readonly Tape<float> _tape = new();
    private readonly Embedding<float> _first, _second;
    private readonly Parameter<float> _bias;
    private readonly Linear<float> _output;
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly int[] _words;
    private readonly Observed<int> _before = new("before"), _last = new("last"), _next = new("next");
    private readonly Replay<float>? _replay;
    private int _at;

    private TrigramWorkload(int vocabulary, int hidden, bool replays)
    {
        (_first, _second) = (new(vocabulary, hidden, new RandomStream(0)), new(vocabulary, hidden, new RandomStream(1)));
        _bias = new Parameter<float>("bias", new Shape(hidden));
        _output = new Linear<float>(hidden, vocabulary, new RandomStream(2), bias: false);
        Initial.Fill(_first, 10, 0.1f);
        Initial.Fill(_second, 11, 0.1f);
        Initial.Fill(_output, 12, 0.1f);
        _parameters = [.. _first.Parameters, .. _second.Parameters, _bias, .. _output.Parameters];
        _optimizer = new Sgd<float>(_parameters, 0.05);
        _words = CounterHash.Integers(1, Words + 2, vocabulary);
        _replay = replays ? new Replay<float>(Loss, _before, _last, _next) : null;
    }

    public static Case Large { get; } = Dynamic("trigram", 2_000, 50);

    public static Case LargeReplayed { get; } = Replayed("trigram-replay", 2_000, 50);

    public static Case Small { get; } = Dynamic("trigram-small", 65, 16);

    public static Case SmallReplayed { get; } = Replayed("trigram-small-replay", 65, 16);

    public double Step()
    {
        _before.Set(_words.AsSpan(_at, 1));
        _last.Set(_words.AsSpan(_at + 1, 1));
        _next.Set(_words.AsSpan(_at + 2, 1));
        _at = (_at + 1) % Words;
        _parameters.ClearGradients();
        Variable<float> loss;
        if (_replay is not null)
        {
            loss = _replay.Backward();
        }
        else
        {
            _tape.Reset();
            loss = Loss(_tape);
            _tape.Backward(loss);
        }

        _optimizer.Step();
        return loss.Item();
    }

    public void Dispose()
    {
        _replay?.Dispose();
        _tape.Dispose();
    }

    private static Case Dynamic(string name, int vocabulary, int hidden) =>
        new(
            name,
            $"feed-forward trigram model, vocabulary {vocabulary:N0}, hidden {hidden}, one instance a step, SGD",
            () => new TrigramWorkload(vocabulary, hidden, replays: false))
        {
            Unit = "instance",
        };

    private static Case Replayed(string name, int vocabulary, int hidden) =>
        new(name, "the same, replayed, against recording every step", () => new TrigramWorkload(vocabulary, hidden, replays: true))
        {
            Unit = "instance",
            OpenPeers = _ => [new WorkloadPeer("recorded", () => new TrigramWorkload(vocabulary, hidden, replays: false))],
            Goal = 2,
        };

    private Variable<float> Loss(Tape<float> tape)
    {
        Variable<float> state = Tanh(_first.Forward(tape, _before.Values) + _second.Forward(tape, _last.Values) + tape.Use(_bias));
        return Losses.SoftmaxCrossEntropy(_output.Forward(state), _next.Values, LossReduction.Sum);
    }
}
