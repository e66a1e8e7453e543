using System;
using System.Globalization;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// While training, sets elements to zero with a probability and scales the others up, so that the mean stays; the identity in evaluation.
/// </summary>
/// <remarks>
/// <c>y_i = m_i x_i / (1 - probability)</c>, where the mask <c>m_i</c> is 0 or 1. Masks are drawn by counter: each call takes one key, and the
/// same key gives the same mask in any recomputation. Source: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting".
/// </remarks>
public sealed class Dropout
{
    /// <summary>Makes a layer.</summary>
    /// <param name="probability">The probability of dropping an element.</param>
    /// <exception cref="ArgumentException">The probability is not in [0, 1).</exception>
    public Dropout(double probability)
    {
        if (!(probability >= 0 && probability < 1))
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Dropout: not a probability of dropping: {probability}; need 0 or more and less than 1, the share of elements that become 0."));
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

    /// <summary>Applies the layer with a mask whose rows are given by number: rows of one number are dropped alike, whichever step or batch they stand in.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">Rows <c>[..., features]</c>.</param>
    /// <param name="random">Where the mask is drawn from while training; null in evaluation.</param>
    /// <param name="rows">Which row of the mask each row of <paramref name="x"/> has, from 0; see <see cref="Ops.DropoutRows"/>.</param>
    /// <param name="first">The number of the mask's first element, where it is a part of a larger one.</param>
    /// <returns>An array of the same shape; <paramref name="x"/> itself in evaluation.</returns>
    /// <exception cref="ArgumentException">While training: there is not one number for each row, or one is negative.</exception>
    public Variable<T> Forward<T>(Variable<T> x, RandomStream? random, ReadOnlySpan<int> rows, ulong first = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (random is null || Probability == 0)
            return x;
        Variable<T> y = Ops.DropoutRows(x, Probability, new RandomKey(random.Seed, random.Position), rows, first);

        // A call that is refused leaves the stream where it was.
        random.Position++;
        return y;
    }
}
