using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>Reads the words before a verb and says whether it is singular or plural.</summary>
public abstract class NumberModel : IModule<float>
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>Makes a model with random weights.</summary>
    /// <param name="words">How many words there are.</param>
    /// <param name="settings">Its kind and sizes.</param>
    /// <param name="seed">Decides the weights.</param>
    public static NumberModel Create(int words, Settings settings, int seed)
    {
        RandomStream random = new((ulong)seed);
        if (settings.Model == ModelKind.Lstm)
        {
            Embedding<float> embedding = new(words, settings.Hidden, random, deviation: 0.1);
            return new NumberModel<LstmState<float>>(
                embedding, new LstmCell<float>(settings.Hidden, settings.Hidden, random), new Linear<float>(settings.Hidden, 2, random), settings.Dropout);
        }

        ElmanCell<float> cell = new(words, settings.Hidden, random, Activation.Sigmoid, Biases.None);
        NumberModel<HiddenState<float>> model = new(null, cell, new Linear<float>(settings.Hidden, 2, random, bias: false), dropout: 0);

        // The coursework's N(0, 0.1): the variance, so that weights have the deviation 0.316.
        foreach (Parameter<float> weights in model.Parameters)
            Initializers.Normal(weights, 0, Math.Sqrt(0.1), random);
        return model;
    }

    /// <summary>Reads prefixes.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="batch">The prefixes.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <returns>The scores of singular and plural, <c>[prefixes, 2]</c>.</returns>
    public abstract Variable<float> Scores(Tape<float> tape, PrefixBatch batch, RandomStream? random = null);
}
