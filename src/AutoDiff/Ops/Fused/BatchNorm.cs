using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Every channel's mean and variance over examples and places, as batch normalisation uses them while training.</summary>
    /// <param name="x">Inputs <c>[batch, channels, ...]</c>.</param>
    /// <returns>Means and variances <c>[channels]</c>; the variance divides by the count. NaN where there is nothing to count.</returns>
    /// <exception cref="ArgumentException">x has no channels.</exception>
    /// <remarks>Derivatives: as of <see cref="Mean{T}(Variable{T})"/> and <see cref="Variance{T}(Variable{T}, bool)"/>.</remarks>
    public static (Variable<T> Mean, Variable<T> Variance) BatchStatistics<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = x.Shape.Rank;
        if (rank < 2)
            NoChannels(nameof(BatchStatistics), x.Shape);
        Span<int> axes = stackalloc int[rank - 1];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = i == 0 ? 0 : i + 1;
        return (Mean(x, axes), Variance(x, axes, unbiased: false));
    }

    /// <summary>Every channel normalised by a mean and a variance: <c>y = (x - mean) / sqrt(variance + epsilon) · scale + shift</c>.</summary>
    /// <param name="x">Inputs <c>[batch, channels, ...]</c>.</param>
    /// <param name="mean">A mean for each channel <c>[channels]</c>: while training those of <see cref="BatchStatistics"/>, in evaluation running ones, which stand still.</param>
    /// <param name="variance">A variance for each channel <c>[channels]</c>, from the same place.</param>
    /// <param name="scale">A factor for each channel <c>[channels]</c>; null for none.</param>
    /// <param name="shift">A term for each channel <c>[channels]</c>; null for none.</param>
    /// <param name="epsilon">What is added to the variance, which may be 0.</param>
    /// <returns>Outputs of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">x has no channels, a statistic or a parameter is not [channels], or epsilon is negative or not finite.</exception>
    /// <remarks>
    /// Derivative: linear in x, scale and shift where the statistics stand still; where they come from x, gradients pass through them.
    /// The mean is taken off first, so that a large one cancels nothing. Saves the centred and the normalised x. Source: Ioffe and Szegedy 2015.
    /// </remarks>
    public static Variable<T> BatchNorm<T>(Variable<T> x, Variable<T> mean, Variable<T> variance, Variable<T>? scale = null, Variable<T>? shift = null, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        if (shape.Rank < 2)
            NoChannels(nameof(BatchNorm), shape);
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            ChannelNorms.NotAnEpsilon(nameof(BatchNorm), epsilon);
        ChannelNorms.CheckChannels<T>(nameof(BatchNorm), nameof(mean), mean, in shape);
        ChannelNorms.CheckChannels<T>(nameof(BatchNorm), nameof(variance), variance, in shape);
        ChannelNorms.CheckChannels(nameof(BatchNorm), nameof(scale), scale, in shape);
        ChannelNorms.CheckChannels(nameof(BatchNorm), nameof(shift), shift, in shape);
        Variable<T> factor = ReciprocalSqrt(variance + T.CreateChecked(epsilon));
        if (scale is { } factors)
            factor *= factors;
        return ChannelNorms.Affine(x - ChannelNorms.Along(mean, in shape), factor, shift);
    }

    [DoesNotReturn]
    private static void NoChannels(string operation, Shape x) => throw new ArgumentException(
        $"{operation}: no channels: x is {x}; need [batch, channels, ...].");
}
