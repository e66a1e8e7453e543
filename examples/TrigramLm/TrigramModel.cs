using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.TrigramLm;

/// <summary>
/// The feed-forward trigram model: a vector for each of the two words before, their sum through tanh, and scores for the next word,
/// <c>s = tanh(U[before] + V[last] + b)</c> and <c>p = softmax(s W + c)</c>. Its graph is the same for every instance.
/// </summary>
public sealed class TrigramModel : IModule<float>
{
    private readonly Embedding<float> _before, _last;
    private readonly Parameter<float> _bias;
    private readonly Linear<float> _output;

    /// <summary>Makes a model with random weights.</summary>
    /// <param name="vocabulary">How many words there are.</param>
    /// <param name="hidden">Features of the hidden layer.</param>
    /// <param name="seed">Decides the weights.</param>
    public TrigramModel(int vocabulary, int hidden, int seed)
    {
        RandomStream random = new((ulong)seed);
        _before = new Embedding<float>(vocabulary, hidden, random, deviation: 0.1, name: "before");
        _last = new Embedding<float>(vocabulary, hidden, random, deviation: 0.1, name: "last");
        _bias = new Parameter<float>("hidden.bias", new Shape(hidden));
        _output = new Linear<float>(hidden, vocabulary, random, name: "output");
        Parameters = [.. _before.Parameters, .. _last.Parameters, _bias, .. _output.Parameters];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>The surprise of each next word, in nats.</summary>
    /// <param name="tape">The tape to compute on.</param>
    /// <param name="before">The second word before, of each instance.</param>
    /// <param name="last">The word before.</param>
    /// <param name="next">The word itself.</param>
    /// <returns>One for each instance.</returns>
    public Variable<float> Surprises(Tape<float> tape, ReadOnlySpan<int> before, ReadOnlySpan<int> last, ReadOnlySpan<int> next) =>
        SoftmaxCrossEntropy(_output.Forward(Tanh(_before.Forward(tape, before) + _last.Forward(tape, last) + tape.Use(_bias))), next);
}
