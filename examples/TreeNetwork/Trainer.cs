using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using AutoDiff.Layers;

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>Trains a tree-LSTM on formulas that are drawn as they are needed.</summary>
public sealed class Trainer
{
    private readonly Settings _settings;
    private readonly FormulaGenerator _generator;

    /// <summary>Makes a network.</summary>
    /// <param name="settings">How to train.</param>
    public Trainer(Settings settings)
    {
        _settings = settings;
        _generator = new FormulaGenerator(settings.Modulus, settings.Seed);
        Model = new TreeLstm(settings.Modulus, settings.Hidden, new RandomStream((ulong)settings.Seed));
    }

    /// <summary>What is trained.</summary>
    public TreeLstm Model { get; }

    /// <summary>Trains.</summary>
    /// <param name="looks">How often to look.</param>
    /// <returns>What was seen.</returns>
    public IEnumerable<Record> Train(int looks)
    {
        Adam<float> adam = new(Model.Parameters, _settings.LearningRate);
        using Tape<float> tape = new();
        Stopwatch watch = new();
        int every = Math.Max(1, _settings.Steps / looks), trees = 0, right = 0;
        double loss = 0;
        for (int step = 1; step <= _settings.Steps; step++)
        {
            // Ever smaller steps, down to a tenth.
            adam.LearningRate = _settings.LearningRate * (1 - (0.9 * (step - 1) / _settings.Steps));
            Formula[] formulas = _generator.Draw(_settings.Batch, 2, _settings.Leaves);
            watch.Start();
            tape.Reset();
            Reading reading = Model.Read(tape, formulas);
            Variable<float> mean = reading.Loss;
            tape.Backward(mean);
            GradientClipping.ByGlobalNorm(Model.Parameters, 1);
            adam.Step();
            Model.ClearGradients();
            watch.Stop();
            loss += mean.Item();
            right += reading.IsRight().Count(isRight => isRight);
            trees += formulas.Length;
            if (step % every == 0 || step == _settings.Steps)
            {
                yield return new Record(step, loss * _settings.Batch / trees, (double)right / trees, trees / watch.Elapsed.TotalSeconds);
                (trees, right, loss) = (0, 0, 0);
                watch.Reset();
            }
        }
    }

    /// <summary>The share of other formulas that are evaluated rightly.</summary>
    /// <param name="count">How many.</param>
    /// <param name="fewest">The smallest number of leaves.</param>
    /// <param name="most">The largest number of leaves.</param>
    public double Accuracy(int count, int fewest, int most)
    {
        using Tape<float> tape = new();
        using NoGradientScope<float> forward = tape.NoGradient();
        return Model.Read(tape, new FormulaGenerator(_settings.Modulus, _settings.Seed + 1).Draw(count, fewest, most)).IsRight().Average(isRight => isRight ? 1 : 0);
    }
}
