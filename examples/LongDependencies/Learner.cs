using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>A cell with a linear answer, and what trains it on a task.</summary>
public abstract class Learner : IDisposable
{
    /// <summary>The parameters.</summary>
    public abstract IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>The most bytes that training has taken on the tape at one time.</summary>
    public abstract long PeakBytes { get; }

    /// <summary>Makes a model with random weights.</summary>
    /// <param name="cell">Its cell.</param>
    /// <param name="task">What it is to learn.</param>
    /// <param name="policy">How far losses are followed back.</param>
    /// <param name="settings">Its size and its training.</param>
    public static Learner Create(CellKind cell, LongTask task, Policy policy, Settings settings)
    {
        RandomStream random = new((ulong)settings.Seed);
        switch (cell)
        {
            case CellKind.Elman:
                return new Learner<HiddenState<float>>(new ElmanCell<float>(task.InputSize, settings.Hidden, random), random, task, policy, settings);
            case CellKind.Lstm:
                LstmCell<float> lstm = new(task.InputSize, settings.Hidden, random);
                if (settings.Chrono)
                    Initializers.Chrono(lstm.Bias!, task.Steps, random);
                return new Learner<LstmState<float>>(lstm, random, task, policy, settings);
            default:
                GruCell<float> gru = new(task.InputSize, settings.Hidden, random);
                if (settings.Chrono)
                    Initializers.Chrono(gru.InputBias, task.Steps, random, take: null, gates: 3);
                return new Learner<HiddenState<float>>(gru, random, task, policy, settings);
        }
    }

    /// <summary>Updates the weights on new sequences.</summary>
    /// <returns>Their mean loss before the update.</returns>
    public abstract double Train();

    /// <summary>Measures on the test sequences.</summary>
    public abstract Evaluation Measure();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
