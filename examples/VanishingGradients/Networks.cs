using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>The networks that are compared.</summary>
public static class Networks
{
    /// <summary>All of them, each with fresh weights.</summary>
    /// <param name="settings">The sizes, and the seed of the weights.</param>
    public static IReadOnlyList<Network> All(Settings settings) =>
    [
        Elman(settings, "sigmoid", Activation.Sigmoid, 1),
        Elman(settings, "tanh", Activation.Tanh, 1),
        Elman(settings, "tanh, weights x 0.7", Activation.Tanh, 0.7),
        Elman(settings, "tanh, weights x 1.7", Activation.Tanh, 1.7),
        Elman(settings, "relu", Activation.Relu, 1),
        Elman(settings, "relu, identity", Activation.Relu, null),
        Elman(settings, "relu, weights x 1.6", Activation.Relu, 1.6),
        Lstm(settings, "LSTM, forget bias 0", 0),
        Lstm(settings, "LSTM, forget bias 1", 1),
        Lstm(settings, "LSTM, forget bias 4", 4),
        Gru(settings),
    ];

    /// <summary>The one that explodes, to be clipped.</summary>
    /// <param name="settings">The sizes, and the seed of the weights.</param>
    public static Network Exploding(Settings settings) => Elman(settings, "tanh, weights x 1.3", Activation.Tanh, 1.3);

    // Recurrent weights are orthogonal times a gain; the identity without one.
    private static Network<HiddenState<float>> Elman(Settings settings, string name, Activation activation, double? gain)
    {
        RandomStream random = new((ulong)settings.Seed);
        ElmanCell<float> cell = new(2, settings.Hidden, random, activation);
        if (gain is double factor)
            Initializers.Orthogonal(cell.RecurrentWeights, random, factor);
        else
            Identity(cell.RecurrentWeights);
        return new Network<HiddenState<float>>(name, cell, settings, random);
    }

    private static Network<LstmState<float>> Lstm(Settings settings, string name, double forgetBias)
    {
        RandomStream random = new((ulong)settings.Seed);
        return new Network<LstmState<float>>(name, new LstmCell<float>(2, settings.Hidden, random, forgetBias), settings, random);
    }

    private static Network<HiddenState<float>> Gru(Settings settings)
    {
        RandomStream random = new((ulong)settings.Seed);
        return new Network<HiddenState<float>>("GRU", new GruCell<float>(2, settings.Hidden, random), settings, random);
    }

    private static void Identity(Parameter<float> weights)
    {
        Span<float> values = weights.Write();
        values.Clear();
        for (int i = 0; i < weights.Shape[0]; i++)
            values[(i * weights.Shape[1]) + i] = 1;
    }
}
