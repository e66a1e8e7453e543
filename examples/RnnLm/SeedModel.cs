using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>
/// The model <c>s_t = tanh(U x_t + W s_(t-1))</c>, <c>y_t = softmax(V s_t)</c>, with words as one-hot vectors x and no biases: an Elman cell
/// and an output layer. States and weights stand transposed, so that <c>s = tanh(x U + s W)</c>, <c>y = softmax(s V)</c>.
/// </summary>
public sealed class SeedModel : IModule<float>
{
    // The coursework's N(0, 0.1): the variance, so that weights have the deviation 0.316.
    private const double Variance = 0.1;

    /// <summary>Makes a model with random weights.</summary>
    /// <param name="vocabulary">How many words there are, by falling frequency.</param>
    /// <param name="settings">The sizes and kinds.</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    public SeedModel(int vocabulary, Settings settings, int seed)
    {
        Random = new RandomStream((ulong)seed);
        ElmanCell<float> cell = new(vocabulary, settings.Hidden, Random, settings.Activation, Biases.None);
        IOutputLayer<float> output = Output(settings, vocabulary, Math.Max(1, vocabulary / 4));
        (U, W) = (cell.InputWeights, cell.RecurrentWeights);
        Model = new LanguageModel<float, HiddenState<float>>(null, new RecurrentStack<float, HiddenState<float>>([cell]), output);
        foreach (Parameter<float> weights in Parameters)
            Initializers.Normal(weights, 0, Math.Sqrt(Variance), Random);
    }

    /// <summary>Where the weights came from, and what training draws from.</summary>
    public RandomStream Random { get; }

    /// <summary>The input weights <c>[vocabulary, hidden]</c>.</summary>
    public Parameter<float> U { get; }

    /// <summary>The recurrent weights <c>[hidden, hidden]</c>.</summary>
    public Parameter<float> W { get; }

    /// <summary>The parts put together.</summary>
    public LanguageModel<float, HiddenState<float>> Model { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<float>> Parameters => Model.Parameters;

    // V, in one of its forms; none has a bias.
    private IOutputLayer<float> Output(Settings settings, int vocabulary, int frequent) => settings.Output switch
    {
        OutputKind.Adaptive => new AdaptiveSoftmax<float>(settings.Hidden, vocabulary, [frequent], Random, divisor: Math.Min(4, settings.Hidden)),
        OutputKind.Sampled => new SampledSoftmax<float>(settings.Hidden, vocabulary, frequent, Random, bias: false),
        _ => new FullSoftmax<float>(new Linear<float>(settings.Hidden, vocabulary, Random, bias: false)),
    };
}
