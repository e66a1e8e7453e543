using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>The output layer that scores every class in every step: a linear layer and the softmax of its results.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="linear">From features to scores.</param>
public sealed class FullSoftmax<T>(Linear<T> linear) : IOutputLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From features to scores.</summary>
    public Linear<T> Linear { get; } = linear;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters => Linear.Parameters;

    /// <inheritdoc/>
    public int InputSize => Linear.Weight.Shape[0];

    /// <inheritdoc/>
    public int Classes => Linear.Weight.Shape[1];

    /// <inheritdoc/>
    public Variable<T> Scores(Variable<T> x) => Linear.Forward(x);

    /// <inheritdoc/>
    public Variable<T> Loss(Variable<T> x, ReadOnlySpan<int> targets, RandomStream? random, LossReduction reduction)
    {
        VocabularyErrors.RequireLoss("FullSoftmax", x.Shape, InputSize, targets, Classes, reduction);
        return Losses.SoftmaxCrossEntropy(Scores(x), targets, reduction);
    }
}
