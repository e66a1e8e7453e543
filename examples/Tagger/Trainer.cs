using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.Tagger;

/// <summary>Trains a model on sentences of similar lengths side by side.</summary>
public sealed class Trainer : IDisposable
{
    private const double MaxNorm = 5;

    private readonly Tape<float> _tape = new();
    private readonly Treebank _treebank;
    private readonly Settings _settings;
    private readonly Adam<float> _adam;
    private readonly RandomStream _dropped;
    private readonly Random _forgetful;
    private readonly LengthBatcher _batches;
    private readonly HashSet<string> _known;

    /// <summary>Makes a model for a treebank.</summary>
    /// <param name="treebank">The sentences.</param>
    /// <param name="settings">Sizes, and how to train.</param>
    public Trainer(Treebank treebank, Settings settings)
    {
        (_treebank, _settings) = (treebank, settings);
        Model = new TaggerModel(Lexicon.Of(treebank.Training), settings);
        _adam = new Adam<float>(Model.Parameters, settings.LearningRate, lazyRows: true);
        _dropped = new RandomStream((ulong)settings.Seed + (1UL << 32));
        _forgetful = new Random(settings.Seed);
        _batches = new LengthBatcher([.. treebank.Training.Select(sentence => sentence.Words.Count)], settings.Batch, (ulong)settings.Seed);
        _known = [.. treebank.Training.SelectMany(sentence => sentence.Words)];
    }

    /// <summary>The model.</summary>
    public TaggerModel Model { get; }

    /// <summary>Trains; the model has the weights of the highest accuracy on the validation sentences afterwards.</summary>
    /// <param name="status">What is told.</param>
    public Result Run(StatusLine status)
    {
        BestWeights weights = new(Model.Parameters);
        Stopwatch training = new();
        List<EpochRecord> epochs = [];
        int best = 0;
        for (int epoch = 0; epoch < _settings.Epochs; epoch++)
        {
            training.Start();
            double loss = Epoch(epoch, status);
            training.Stop();
            EpochRecord record = new(loss, Measure(_treebank.Validation), training.Elapsed.TotalSeconds);
            epochs.Add(record);
            if (epoch == 0 || record.Validation.Accuracy > epochs[best].Validation.Accuracy)
            {
                best = epoch;
                weights.Keep();
            }

            status.Write($"epoch {epoch + 1}: training loss {loss:F4} nats a word, validation {100 * record.Validation.Accuracy:F2} %, "
                + $"new words {100 * record.Validation.AccuracyNew:F2} % ({record.Seconds:F0} s of training)");
        }

        weights.Restore();
        return new Result(_settings, Model, epochs, best + 1, Measure(_treebank.Test));
    }

    /// <summary>Measures the model.</summary>
    /// <param name="sentences">What on.</param>
    public Evaluation Measure(IReadOnlyList<TaggedSentence> sentences)
    {
        TaggedSentence[] byLength = [.. sentences.OrderBy(sentence => sentence.Words.Count)];
        IReadOnlyList<IReadOnlyList<string>> said = [.. byLength.Chunk(64).SelectMany(some => Model.Tag(_tape, [.. some.Select(sentence => sentence.Words)]))];
        return Evaluation.Of(byLength, said, _known);
    }

    /// <summary>Measures without a model.</summary>
    /// <param name="sentences">What on.</param>
    public Evaluation MeasureBaseline(IReadOnlyList<TaggedSentence> sentences)
    {
        Baseline baseline = new(_treebank.Training);
        return Evaluation.Of(sentences, [.. sentences.Select(sentence => baseline.Tag(sentence.Words))], _known);
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => _tape.Dispose();

    private double Epoch(int epoch, StatusLine status)
    {
        double loss = 0;
        long words = 0;
        long total = (long)_settings.Epochs * _batches.BatchCount, done = (long)epoch * _batches.BatchCount;
        Stopwatch watch = Stopwatch.StartNew();
        _batches.Begin(epoch);
        for (int i = 0; i < _batches.BatchCount; i++)
        {
            _adam.LearningRate = _settings.LearningRate * (1 - (0.9 * (done + i) / total));
            List<TaggedSentence> sentences = [];
            foreach (int sentence in _batches.Batch(i))
                sentences.Add(_treebank.Training[sentence]);
            int count = sentences.Sum(sentence => sentence.Words.Count);
            loss += Step(sentences) * count;
            words += count;
            status.Show(done + i + 1, total, $"epoch {epoch + 1}, loss {loss / words:F4} nats a word, {words / watch.Elapsed.TotalSeconds:N0} words/s");
        }

        return loss / words;
    }

    // Returns the mean loss of a word.
    private double Step(List<TaggedSentence> sentences)
    {
        _tape.Reset();
        SentenceBatch batch = new(Model.Lexicon, [.. sentences.Select(sentence => sentence.Words)], _forgetful);
        int[] targets = new int[batch.Rows.Count];
        for (int row = 0; row < sentences.Count; row++)
            batch.Rows.PackRow<int>(row, [.. sentences[row].Tags.Select(Model.Lexicon.TagOf)], targets);
        Variable<float> loss = Losses.SoftmaxCrossEntropy(Model.Scores(_tape, batch, _dropped), targets, LossReduction.Mean);
        _tape.Backward(loss);
        GradientClipping.ByGlobalNorm(Model.Parameters, MaxNorm);
        _adam.Step();
        Model.ClearGradients();
        return loss.Item();
    }
}
