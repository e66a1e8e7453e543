using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace AutoDiff.Examples.TrigramLm;

/// <summary>Two trainings of one model with one order of steps, in turns: one records every step, the other replays. Their numbers must be the same to the last bit.</summary>
public sealed class Experiment : IDisposable
{
    private readonly Settings _settings;
    private readonly Trainer _recorded, _replayed;
    private readonly List<double> _perplexities = [];

    /// <summary>Reads the text and makes the models.</summary>
    /// <param name="settings">What the run is made of.</param>
    public Experiment(Settings settings)
    {
        _settings = settings;
        Corpus = Corpus.Load(settings);
        int vocabulary = Corpus.Words.Count;
        _recorded = new Trainer(vocabulary, settings, replays: false);
        _replayed = new Trainer(vocabulary, settings, replays: true);
        Counts = [.. Enumerable.Range(0, 3).Select(order => new CountModel(Corpus.Training, vocabulary, order).Perplexity(Corpus.Validation))];
        _perplexities.Add(_replayed.Perplexity(Corpus.Validation));
    }

    /// <summary>The text.</summary>
    public Corpus Corpus { get; }

    /// <summary>The perplexities of counts of single words, pairs and trigrams.</summary>
    public IReadOnlyList<double> Counts { get; }

    /// <summary>The model's perplexities, before training and after each pass.</summary>
    public IReadOnlyList<double> Perplexities => _perplexities;

    /// <summary>The trainer that records every step.</summary>
    public Trainer Recorded => _recorded;

    /// <summary>The trainer that replays.</summary>
    public Trainer Replayed => _replayed;

    /// <summary>How many steps each has done.</summary>
    public int Steps { get; private set; }

    /// <summary>Trains for one pass over the text.</summary>
    /// <param name="epoch">Which pass, from 0.</param>
    /// <param name="progress">Told the steps done, and how many the pass has.</param>
    /// <exception cref="ArithmeticException">The two trainings differ in a bit.</exception>
    public void Epoch(int epoch, Action<int, int> progress)
    {
        int[] places = Corpus.Training.Shuffled(HashCode(_settings.Seed, epoch));
        _recorded.StartTiming();
        _replayed.StartTiming();
        int steps = (places.Length + _settings.Batch - 1) / _settings.Batch;
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<int> batch = places.AsSpan(step * _settings.Batch, Math.Min(_settings.Batch, places.Length - (step * _settings.Batch)));
            float recorded = _recorded.Step(Corpus.Training, batch), replayed = _replayed.Step(Corpus.Training, batch);
            Steps++;
            if (BitConverter.SingleToInt32Bits(recorded) != BitConverter.SingleToInt32Bits(replayed))
                throw new ArithmeticException($"step {Steps}: the loss is {recorded:R} recorded and {replayed:R} replayed; need the same bits.");
            progress(step + 1, steps);
        }

        CompareWeights();
        _perplexities.Add(_replayed.Perplexity(Corpus.Validation));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recorded.Dispose();
        _replayed.Dispose();
    }

    private static int HashCode(int seed, int epoch) => unchecked((seed * 31) + epoch);

    private void CompareWeights()
    {
        foreach ((Parameter<float> recorded, Parameter<float> replayed) in _recorded.Model.Parameters.Zip(_replayed.Model.Parameters))
        {
            if (!MemoryMarshal.AsBytes(recorded.Values).SequenceEqual(MemoryMarshal.AsBytes(replayed.Values)))
                throw new ArithmeticException($"after step {Steps}: {recorded} differs between recorded and replayed training; need the same bits.");
        }
    }
}
