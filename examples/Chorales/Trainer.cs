using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.Chorales;

/// <summary>Trains a model on whole pieces.</summary>
/// <param name="music">The pieces.</param>
/// <param name="settings">How to train.</param>
public sealed class Trainer(MusicSet music, Settings settings) : IDisposable
{
    private const double MaxNorm = 1;

    private readonly Tape<float> _tape = new();

    /// <summary>The model.</summary>
    public ChoraleModel Model { get; } = ChoraleModel.Create(settings, settings.Seed);

    /// <summary>Trains; the model has the weights of the lowest loss on the validation pieces afterwards.</summary>
    /// <param name="status">What is told.</param>
    public Result Run(StatusLine status)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Adam<float> adam = new(Model.Parameters, settings.LearningRate);
        RandomStream random = new((ulong)settings.Seed + (1UL << 32));
        LengthBatcher batches = new([.. music.Training.Select(piece => piece.Length)], settings.Batch, (ulong)settings.Seed, poolBatches: 8);
        BestWeights weights = new(Model.Parameters);
        List<double> training = [], validation = [];
        int best = 0;
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            adam.LearningRate = settings.LearningRate * (1 - (0.9 * epoch / settings.Epochs));
            training.Add(Epoch(adam, batches, epoch, random));
            validation.Add(Measure(music.Validation));
            if (validation[epoch] < validation[best] || epoch == 0)
            {
                best = epoch;
                weights.Keep();
            }

            string line = $"{settings.Cell}, epoch {epoch + 1}: training {training[epoch]:F3}, validation {validation[epoch]:F3}, best {validation[best]:F3} nats a frame"
                + $" ({watch.Elapsed.TotalSeconds:F0} s)";
            status.Show(epoch + 1, settings.Epochs, line);
            if ((epoch + 1) % 10 == 0)
                status.Write(line);
        }

        weights.Restore();
        return new Result(settings, Model, training, validation, best + 1, Measure(music.Test), watch.Elapsed.TotalSeconds);
    }

    /// <summary>The loss, in nats a frame.</summary>
    /// <param name="pieces">What is heard.</param>
    public double Measure(IReadOnlyList<Piece> pieces)
    {
        double loss = 0;
        foreach (Piece[] some in pieces.OrderBy(piece => piece.Length).Chunk(16))
        {
            _tape.Reset();
            using NoGradientScope<float> forward = _tape.NoGradient();
            PieceBatch batch = new(some);
            loss += ChoraleModel.Loss(Model.Scores(_tape, batch), batch).Item();
        }

        return loss / pieces.Sum(piece => piece.Length - 1);
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => _tape.Dispose();

    private double Epoch(Adam<float> adam, LengthBatcher batches, int epoch, RandomStream random)
    {
        double loss = 0;
        long frames = 0;
        batches.Begin(epoch);
        for (int i = 0; i < batches.BatchCount; i++)
        {
            List<Piece> pieces = [];
            foreach (int piece in batches.Batch(i))
                pieces.Add(music.Training[piece]);
            _tape.Reset();
            PieceBatch batch = new(pieces);
            Variable<float> sum = ChoraleModel.Loss(Model.Scores(_tape, batch, random), batch);
            _tape.Backward(sum / batch.Rows.Count);
            GradientClipping.ByGlobalNorm(Model.Parameters, MaxNorm);
            adam.Step();
            Model.ClearGradients();
            loss += sum.Item();
            frames += batch.Rows.Count;
        }

        return loss / frames;
    }
}
