using System;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// Penalties on what a recurrent network puts out, to be added to its loss times a weight: AR, that outputs are large, and TAR, that they change from
/// step to step.
/// </summary>
/// <remarks>
/// The usual weights are 2 for the mean size and 1 for the mean change; the size is taken of outputs after dropout, the change before it. Source: Merity, McCann and Socher 2017,
/// "Revisiting activation regularization for language RNNs"; the squares are those of its published program.
/// </remarks>
public static class ActivationPenalty
{
    /// <summary>Activation regularisation (AR): the outputs' squares, <c>sum of y[t, b, f]²</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="outputs">Outputs <c>[time, batch, features]</c> or packed <c>[places, features]</c>.</param>
    /// <param name="reduction">Their sum, or their mean over all elements.</param>
    /// <returns>A scalar; the mean of no element is 0.</returns>
    /// <remarks>Derivative: <c>2 y yBar</c>, divided by the number of elements for the mean. Padding counts: give packed outputs where rows differ in length.</remarks>
    public static Variable<T> Size<T>(Variable<T> outputs, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T> => Reduced(outputs, reduction);

    /// <summary>Temporal activation regularisation (TAR): the squares of the outputs' changes, <c>sum of (y[t + 1, b, f] - y[t, b, f])²</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="outputs">Outputs <c>[time, batch, features]</c>.</param>
    /// <param name="reduction">Their sum, or their mean over all elements of all changes.</param>
    /// <returns>A scalar; 0 for a single step. The change from the chunk before, whose outputs are not here, does not count.</returns>
    /// <exception cref="ArgumentException">The outputs are not <c>[time, batch, features]</c>, or there is no such reduction.</exception>
    public static Variable<T> Change<T>(Variable<T> outputs, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = outputs.Shape;
        if (shape.Rank != 3 || shape[0] == 0)
            throw new ArgumentException(
                $"ActivationPenalty.Change: the outputs are of shape {shape}; need [time, batch, features] with a step or more. "
                    + "For packed outputs, give their rows too.");
        int changes = shape[0] - 1;
        return Reduced(Slice(outputs, 0, 1, changes) - Slice(outputs, 0, 0, changes), reduction);
    }

    /// <summary>Temporal activation regularisation (TAR) of packed outputs: each row's own changes, none from row to row.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="packed">Outputs <c>[places, features]</c>.</param>
    /// <param name="rows">The rows, or some of their steps.</param>
    /// <param name="reduction">The sum, or the mean over all elements of all changes.</param>
    /// <returns>A scalar; 0 where no row has two steps.</returns>
    /// <exception cref="ArgumentException">The outputs do not fit the rows, or there is no such reduction.</exception>
    public static Variable<T> Change<T>(Variable<T> packed, PackedSegment rows, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = packed.Shape;
        if (shape.Rank != 2 || shape[0] != rows.Count)
            throw PackedErrors.PackedShape("ActivationPenalty.Change", shape, rows.Count);
        Variable<T> before = rows.Rows.BeforeEach(packed, rows);
        int changes = before.Shape[0];
        return Reduced(Slice(packed, 0, rows.Count - changes, changes) - before, reduction);
    }

    private static Variable<T> Reduced<T>(Variable<T> values, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Enum.IsDefined(reduction))
            throw RnnErrors.NoReduction(nameof(ActivationPenalty), reduction);
        Variable<T> sum = SumOfSquares(values);
        return reduction == LossReduction.Sum ? sum : sum / T.CreateChecked(Math.Max(1, values.Shape.Count));
    }
}
