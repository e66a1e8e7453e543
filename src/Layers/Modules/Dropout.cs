using System;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// While training, sets elements to zero with a probability and scales the others up, so that the mean stays; the identity in evaluation.
/// </summary>
/// <remarks>Masks are drawn by counter: the same key gives the same mask, in any recomputation. Source: Srivastava et al. 2014.</remarks>
public sealed class Dropout
{
    /// <summary>Makes a layer.</summary>
    /// <param name="probability">The probability of dropping an element.</param>
    /// <exception cref="ArgumentException">The probability is not in [0, 1).</exception>
    public Dropout(double probability)
    {
        if (!(probability >= 0 && probability < 1))
            throw new ArgumentException($"Dropout: the probability of dropping is {probability}; need one in [0, 1).");
        Probability = probability;
    }

    /// <summary>The probability of dropping an element.</summary>
    public double Probability { get; }

    /// <summary>Applies the layer.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">Any array.</param>
    /// <param name="random">Where the mask is drawn from while training; null in evaluation.</param>
    /// <param name="first">The number of the first element in the mask, where <paramref name="x"/> is a part of a longer array.</param>
    /// <returns>An array of the same shape; <paramref name="x"/> itself in evaluation.</returns>
    public Variable<T> Forward<T>(Variable<T> x, RandomStream? random, ulong first = 0)
        where T : unmanaged, IFloatingPointIeee754<T> => random is null || Probability == 0 ? x : Ops.Dropout(x, Probability, random.Next(), first);
}
