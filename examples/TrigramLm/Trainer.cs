using System;
using System.Diagnostics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.TrigramLm;

/// <summary>Trains a model by plain gradient descent, and recording every step or replaying what was recorded: the words are observed, and the rest is the same.</summary>
public sealed class Trainer : IDisposable
{
    private readonly TrigramModel _model;
    private readonly Sgd<float> _optimizer;
    private readonly Observed<int> _before = new("before"), _last = new("last"), _next = new("next");
    private readonly Tape<float> _tape = new();

    /// <summary>Makes a trainer with a model of its own.</summary>
    /// <param name="vocabulary">How many words there are.</param>
    /// <param name="settings">Sizes, seed and rate.</param>
    /// <param name="replays">Whether steps are replayed.</param>
    public Trainer(int vocabulary, Settings settings, bool replays)
    {
        _model = new TrigramModel(vocabulary, settings.Hidden, settings.Seed);
        _optimizer = new Sgd<float>(_model.Parameters, settings.LearningRate);
        Replay = replays ? new Replay<float>(Loss, _before, _last, _next) : null;
    }

    /// <summary>The replay; null where every step is recorded.</summary>
    public Replay<float>? Replay { get; }

    /// <summary>The model.</summary>
    public TrigramModel Model => _model;

    /// <summary>How many steps were timed.</summary>
    public int Timed { get; private set; }

    /// <summary>The time that steps have taken, updates included.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The time without the updates: forward and backward.</summary>
    public TimeSpan Differentiating { get; private set; }

    /// <summary>Times what comes from now on: the first steps of a program are those of its compiler too.</summary>
    public void StartTiming() => (Timed, Elapsed, Differentiating) = (0, default, default);

    /// <summary>Learns from some trigrams.</summary>
    /// <param name="text">The text.</param>
    /// <param name="places">Which trigrams.</param>
    /// <returns>The mean surprise before the update, in nats.</returns>
    public float Step(Trigrams text, ReadOnlySpan<int> places)
    {
        Observe(text, places);
        long start = Stopwatch.GetTimestamp();
        _model.ClearGradients();
        float loss = Differentiate();
        Differentiating += Stopwatch.GetElapsedTime(start);
        _optimizer.Step();
        Elapsed += Stopwatch.GetElapsedTime(start);
        Timed++;
        return loss;
    }

    /// <summary>The perplexity: e to the mean surprise of a word, in nats.</summary>
    /// <param name="text">What is predicted.</param>
    public double Perplexity(Trigrams text)
    {
        const int Most = 256;
        int[] places = text.Shuffled(0);
        double sum = 0;
        for (int start = 0; start < places.Length; start += Most)
        {
            ReadOnlySpan<int> part = places.AsSpan(start, Math.Min(Most, places.Length - start));
            Observe(text, part);
            _tape.Reset();
            using NoGradientScope<float> forward = _tape.NoGradient();
            sum += Sum(_model.Surprises(_tape, _before.Values, _last.Values, _next.Values)).Item();
        }

        return Math.Exp(sum / places.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Replay?.Dispose();
        _tape.Dispose();
    }

    private Variable<float> Loss(Tape<float> tape) => Mean(_model.Surprises(tape, _before.Values, _last.Values, _next.Values));

    private float Differentiate()
    {
        if (Replay is not null)
            return Replay.Backward().Item();
        _tape.Reset();
        Variable<float> loss = Loss(_tape);
        _tape.Backward(loss);
        return loss.Item();
    }

    private void Observe(Trigrams text, ReadOnlySpan<int> places)
    {
        Span<int> before = _before.Write(places.Length), last = _last.Write(places.Length), next = _next.Write(places.Length);
        for (int i = 0; i < places.Length; i++)
            (before[i], last[i], next[i]) = text[places[i]];
    }
}
