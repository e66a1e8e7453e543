using System;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// What stands at the end of a classifier or a language model: from features to the probabilities of classes, which are the softmax of scores.
/// Layers differ in how much of it a training step computes.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks><see cref="FullSoftmax{T}"/>, <see cref="TiedSoftmax{T}"/>, <see cref="AdaptiveSoftmax{T}"/> and <see cref="SampledSoftmax{T}"/> are such layers.</remarks>
public interface IOutputLayer<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Features of an input.</summary>
    int InputSize { get; }

    /// <summary>How many classes there are.</summary>
    int Classes { get; }

    /// <summary>
    /// The scores of all classes, as for drawing the next token: their softmax is the layer's distribution. They are log-probabilities only where the layer
    /// says so.
    /// </summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <returns>Scores <c>[..., classes]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs have other features.</exception>
    Variable<T> Scores(Variable<T> x);

    /// <summary>The surprise of the targets, in nats, <c>-log p(target)</c>, as one number.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <param name="targets">The right class of each row, row-major.</param>
    /// <param name="random">
    /// Where a layer that trains on an estimate of its loss draws from, one key a call; null in evaluation, for the surprise itself. Other layers draw nothing.
    /// </param>
    /// <param name="reduction">Sum over all rows, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">
    /// The inputs have other features, there is not one target for each row, a target is no class, or there is no row to average over.
    /// </exception>
    Variable<T> Loss(Variable<T> x, ReadOnlySpan<int> targets, RandomStream? random, LossReduction reduction);
}
