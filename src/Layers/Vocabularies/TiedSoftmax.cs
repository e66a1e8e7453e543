using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// The output layer whose weight is the table of the embedding that the model reads with: a class scores as its vector agrees with the features, <c>s = x · tableᵀ + bias</c>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// <para>The features must be as many as the embedding's. The table's gradient is full, since every class is scored. An embedding's deviation of 1 makes large scores:
/// a smaller one, such as 0.1, is a better beginning.</para>
/// <para>Source: Press and Wolf 2017, "Using the output embedding to improve language models"; Inan, Khosravi and Socher 2017, "Tying word vectors and word classifiers".</para>
/// </remarks>
public sealed class TiedSoftmax<T> : IOutputLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer. The bias is zero.</summary>
    /// <param name="embedding">What the model reads with.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="name">What the bias's name begins with.</param>
    public TiedSoftmax(Embedding<T> embedding, bool bias = true, string name = "output")
    {
        Embedding = embedding;
        Bias = bias ? new Parameter<T>($"{name}.bias", new Shape(embedding.Table.Shape[0])) : null;
        Parameters = Bias is null ? [embedding.Table] : [embedding.Table, Bias];
    }

    /// <summary>What the model reads with.</summary>
    public Embedding<T> Embedding { get; }

    /// <summary>The bias <c>[classes]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>The embedding's table and the bias. A model that has both this layer and the embedding names the table once.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => Embedding.Table.Shape[1];

    /// <inheritdoc/>
    public int Classes => Embedding.Table.Shape[0];

    /// <inheritdoc/>
    public Variable<T> Scores(Variable<T> x) => VocabularyRows.Scores("TiedSoftmax", x, Embedding.Table, Bias);

    /// <inheritdoc/>
    public Variable<T> Loss(Variable<T> x, ReadOnlySpan<int> targets, RandomStream? random, LossReduction reduction)
    {
        VocabularyErrors.RequireLoss("TiedSoftmax", x.Shape, InputSize, targets, Classes, reduction);
        return Losses.SoftmaxCrossEntropy(Scores(x), targets, reduction);
    }
}
