using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>
/// One training: plain gradient descent on batches of sentences. A sentence is a sequence of its own that starts from the zero state, the
/// gradients of the summed losses of a batch are added up and divided by its number of sentences.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly Corpus _corpus;
    private readonly Settings _settings;
    private readonly int _seed;
    private readonly TruncatedBackprop<float, StackState<float, HiddenState<float>>> _backprop;
    private readonly StepCounter _sequence;
    private readonly Sgd<float> _optimizer;
    private readonly Evaluator _evaluator;
    private readonly Stopwatch _training = new();
    private readonly int[] _order;
    private int _inBatch;

    /// <summary>Makes a model and what trains it.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="truncation">How far losses are followed back.</param>
    /// <param name="seed">Where weights and the order of sentences come from: policies with the same seed begin alike.</param>
    public Trainer(Corpus corpus, Settings settings, Truncation truncation, int seed)
    {
        _corpus = corpus;
        _settings = settings;
        _seed = seed;
        Model = new SeedModel(corpus.Vocabulary.Count, settings, seed);
        _backprop = new TruncatedBackprop<float, StackState<float, HiddenState<float>>>(truncation, LossReduction.Sum);
        _sequence = new StepCounter(new LanguageSequence<float, HiddenState<float>>(Model.Model, Model.Random));
        _optimizer = new Sgd<float>(Model.Parameters, settings.LearningRate);
        _evaluator = new Evaluator(Model);
        _order = [.. Enumerable.Range(0, corpus.Training.Count)];
    }

    /// <summary>The model.</summary>
    public SeedModel Model { get; }

    /// <summary>Updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Updates of the whole training, if nothing ends it before.</summary>
    public long TotalUpdates => Math.Min((long)_settings.Epochs * ((_order.Length + _settings.Batch - 1) / _settings.Batch), _settings.Steps ?? long.MaxValue);

    /// <summary>Trains to the end; the model has the best weights afterwards.</summary>
    /// <param name="status">What is told.</param>
    /// <param name="name">What it is told about.</param>
    public RunResult Run(StatusLine status, string name)
    {
        List<EpochRecord> epochs = [new EpochRecord(0, 0, double.NaN, _evaluator.Measure(_corpus.Validation), 0)];
        EpochRecord best = epochs[0];
        BestWeights bestWeights = new(Model.Parameters);
        Random random = new(_seed);
        while (epochs.Count <= _settings.Epochs && Updates < TotalUpdates && double.IsFinite(epochs[^1].Validation.Loss) && !HasSettled(epochs))
        {
            random.Shuffle(_order);
            double rate = _settings.RateIn(epochs.Count - 1);
            string before = $"dev {epochs[^1].Validation.Loss:F3} best {best.Validation.Loss:F3}";
            double running = Epoch(rate, loss => status.Show(Updates, TotalUpdates, $"{name}, epoch {epochs.Count}: train {loss:F3} {before}"));
            EpochRecord record = new(epochs.Count, rate, running, _evaluator.Measure(_corpus.Validation), _training.Elapsed.TotalSeconds);
            epochs.Add(record);
            if (record.Validation.Loss < best.Validation.Loss)
            {
                best = record;
                bestWeights.Keep();
            }
        }

        bestWeights.Restore();
        return new RunResult
        {
            Seed = _seed,
            Epochs = epochs,
            Best = best,
            Training = _evaluator.Measure(_corpus.Training),
            Updates = Updates,
            ForwardSteps = _sequence.Forward,
            BackwardSteps = _sequence.Backward + _backprop.PulledRows,
            Seconds = _training.Elapsed.TotalSeconds,
            Diverged = !double.IsFinite(epochs[^1].Validation.Loss),
        };
    }

    /// <summary>Adds the gradient of a sentence, and updates the weights where the batch is full.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The sentence's summed loss.</returns>
    public double Train(Sentence sentence, double rate)
    {
        _sequence.Chunk = sentence.Chunk;
        double loss = _backprop.Accumulate(_sequence);
        if (++_inBatch == _settings.Batch)
            Update(rate);
        return loss;
    }

    /// <summary>Gives the tapes' memory back.</summary>
    public void Dispose()
    {
        _backprop.Dispose();
        _evaluator.Dispose();
    }

    private double Epoch(double rate, Action<double> updated)
    {
        double loss = 0;
        long words = 0;
        _training.Start();
        foreach (int place in _order)
        {
            Sentence sentence = _corpus.Training[place];
            loss += Train(sentence, rate);
            words += sentence.Chunk.Steps;
            if (_inBatch == 0)
                updated(loss / words);
            if (Updates == TotalUpdates)
                break;
        }

        // A last, smaller batch is a batch too.
        if (_inBatch > 0)
        {
            Update(rate);
            updated(loss / words);
        }

        _training.Stop();
        return loss / words;
    }

    private void Update(double rate)
    {
        _optimizer.LearningRate = rate / _inBatch;
        _optimizer.Step();
        Model.ClearGradients();
        _inBatch = 0;
        Updates++;
    }

    // Three passes one after the other that changed the validation loss by less than 1e-4.
    private static bool HasSettled(List<EpochRecord> epochs) => epochs.Count > 3
        && Enumerable.Range(1, 3).All(back => Math.Abs(epochs[^back].Validation.Loss - epochs[^(back + 1)].Validation.Loss) < 1e-4);
}
