using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using AutoDiff.Layers;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>Trains one model.</summary>
/// <param name="corpus">The sentences.</param>
/// <param name="settings">How to train.</param>
/// <param name="lookback">How many steps before the last the loss is followed back through; null for all.</param>
/// <param name="seed">Decides weights, order and dropout.</param>
public sealed class Trainer(Corpus corpus, Settings settings, int? lookback, int seed) : IDisposable
{
    private const int MeasuredAtOnce = 250;

    private readonly Tape<float> _tape = new();
    private readonly RandomStream _dropped = new((ulong)seed + (1UL << 32));

    /// <summary>The model.</summary>
    public NumberModel Model { get; } = NumberModel.Create(corpus.Words.Count, settings, seed);

    /// <summary>Trains; the model has the weights of the lowest loss on the validation sentences afterwards.</summary>
    /// <param name="status">What is told.</param>
    /// <param name="name">What it is told about.</param>
    public Result Run(StatusLine status, string name)
    {
        Optimizer<float> optimizer = settings.Model == ModelKind.Elman ? new Sgd<float>(Model.Parameters, settings.LearningRate)
            : new Adam<float>(Model.Parameters, settings.LearningRate, lazyRows: true);
        BestWeights weights = new(Model.Parameters);
        Prefix[] order = [.. corpus.Training];
        Random random = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        (Evaluation Evaluation, int Epoch) best = (Measure(corpus.Validation), 0);
        List<double> losses = [best.Evaluation.Loss];
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            random.Shuffle(order);
            optimizer.LearningRate = settings.RateIn(epoch);
            foreach (Prefix[] batch in order.Chunk(settings.Batch))
                Step(optimizer, batch);
            Evaluation now = Measure(corpus.Validation);
            losses.Add(now.Loss);
            if (now.Loss < best.Evaluation.Loss)
            {
                best = (now, epoch + 1);
                weights.Keep();
            }

            status.Show(epoch + 1, settings.Epochs, $"{name}: loss {now.Loss:F3}, {100 * now.Accuracy:F1} % right, best {best.Evaluation.Loss:F3}");
        }

        weights.Restore();
        return new Result(seed, best.Epoch, best.Evaluation, Measure(corpus.Training), losses, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Adds the gradient of the mean loss of some sentences, and updates the weights.</summary>
    /// <param name="optimizer">What updates them.</param>
    /// <param name="prefixes">The sentences.</param>
    public void Step(Optimizer<float> optimizer, IReadOnlyList<Prefix> prefixes)
    {
        Follow(prefixes);
        if (settings.Model == ModelKind.Lstm)
            GradientClipping.ByGlobalNorm(Model.Parameters, 5);
        optimizer.Step();
        Model.ClearGradients();
    }

    /// <summary>Adds the gradient of the mean loss of some sentences.</summary>
    /// <param name="prefixes">The sentences.</param>
    /// <returns>The loss.</returns>
    public double Follow(IReadOnlyList<Prefix> prefixes)
    {
        _tape.Reset();
        PrefixBatch batch = new(prefixes, lookback + 1);
        Variable<float> loss = Losses.SoftmaxCrossEntropy(Model.Scores(_tape, batch, _dropped), batch.Labels, LossReduction.Mean);
        _tape.Backward(loss);
        return loss.Item();
    }

    /// <summary>Measures the model; nothing is recorded.</summary>
    /// <param name="prefixes">What on.</param>
    public Evaluation Measure(IReadOnlyList<Prefix> prefixes)
    {
        int[] right = new int[Evaluation.Distances.Count], count = new int[Evaluation.Distances.Count];
        double loss = 0;
        foreach (Prefix[] some in prefixes.Chunk(MeasuredAtOnce))
        {
            _tape.Reset();
            using NoGradientScope<float> forward = _tape.NoGradient();
            PrefixBatch batch = new(some, window: null);
            Variable<float> scores = Model.Scores(_tape, batch);
            loss += Losses.SoftmaxCrossEntropy(scores, batch.Labels, LossReduction.Sum).Item();
            ReadOnlySpan<float> values = scores.Values;
            for (int row = 0; row < some.Length; row++)
            {
                int at = Evaluation.ClassOf(some[row].Distance);
                count[at]++;
                right[at] += values[(2 * row) + 1] > values[2 * row] == some[row].IsPlural ? 1 : 0;
            }
        }

        return new Evaluation(loss / prefixes.Count, right, count);
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => _tape.Dispose();
}
