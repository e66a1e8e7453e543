using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>
/// The model <c>s_t = tanh(U x_t + W s_(t-1))</c>, <c>y_t = softmax(V s_t)</c>, with words as one-hot vectors x and no biases: an Elman cell
/// and a linear layer. States and weights stand transposed, so that <c>s = tanh(x U + s W)</c>, <c>y = softmax(s V)</c>.
/// </summary>
public sealed class SeedModel : IModule<float>
{
    // The coursework's N(0, 0.1): the variance, so that weights have the deviation 0.316.
    private const double Variance = 0.1;

    /// <summary>Makes a model with random weights.</summary>
    /// <param name="vocabulary">How many words there are.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="activation">The nonlinearity: tanh, or the coursework's sigmoid.</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    public SeedModel(int vocabulary, int hidden, Activation activation, int seed)
    {
        RandomStream random = new((ulong)seed);
        ElmanCell<float> cell = new(vocabulary, hidden, random, activation, Biases.None);
        Linear<float> output = new(hidden, vocabulary, random, bias: false);
        (U, W, V) = (cell.InputWeights, cell.RecurrentWeights, output.Weight);
        Model = new LanguageModel<float, HiddenState<float>>(null, new RecurrentStack<float, HiddenState<float>>([cell]), output);
        foreach (Parameter<float> weights in Parameters)
            Initializers.Normal(weights, 0, Math.Sqrt(Variance), random);
    }

    /// <summary>The input weights <c>[vocabulary, hidden]</c>.</summary>
    public Parameter<float> U { get; }

    /// <summary>The recurrent weights <c>[hidden, hidden]</c>.</summary>
    public Parameter<float> W { get; }

    /// <summary>The output weights <c>[hidden, vocabulary]</c>.</summary>
    public Parameter<float> V { get; }

    /// <summary>The parts put together.</summary>
    public LanguageModel<float, HiddenState<float>> Model { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<float>> Parameters => Model.Parameters;
}
