using System;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Layers;

/// <summary>Loss functions. Each says over what it sums or averages.</summary>
public static class Losses
{
    /// <summary>The cross-entropy of softmax probabilities, in nats: <c>loss_i = log sum_j exp(logits_ij) - logits_i,target(i)</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="logits">Scores before the softmax <c>[..., classes]</c>.</param>
    /// <param name="targets">The right class of each row, row-major, from 0 to one less than the number of classes.</param>
    /// <param name="reduction">Sum over all rows, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">There are not as many targets as rows, a target is no class, or there is no row to average over, or no such reduction.</exception>
    /// <remarks>
    /// The mean is over every row of the call: two calls on halves of unequal size do not average to the whole.
    /// PyTorch: <c>F.cross_entropy</c> with <c>reduction</c> "sum" or "mean". Source: elementary; see the operation of the same name.
    /// </remarks>
    public static Variable<T> SoftmaxCrossEntropy<T>(Variable<T> logits, ReadOnlySpan<int> targets, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Counted(nameof(SoftmaxCrossEntropy), logits.Shape.Rank == 0 ? logits.Shape : logits.Shape.Remove(-1), reduction);
        Variable<T> losses = Ops.SoftmaxCrossEntropy(logits, targets);
        return reduction == LossReduction.Sum ? Sum(losses) : Mean(losses);
    }

    /// <summary>The squared error <c>loss_i = (prediction_i - target_i)²</c>; no factor 1/2.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="prediction">Predictions.</param>
    /// <param name="target">Targets of the same shape.</param>
    /// <param name="reduction">Sum over all elements, or mean over them.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or there is no element to average over, or no such reduction.</exception>
    /// <remarks>Derivative: <c>predictionBar = 2 (prediction - target) yBar</c>, divided by the number of elements for the mean. Source: elementary.</remarks>
    public static Variable<T> SquaredError<T>(Variable<T> prediction, Variable<T> target, LossReduction reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (prediction.Shape != target.Shape)
            throw new ArgumentException($"SquaredError: shapes differ: the prediction is {prediction.Shape}, the target {target.Shape}; need equal shapes. Reshape one?");
        int count = Counted(nameof(SquaredError), prediction.Shape, reduction);
        Variable<T> sum = SquaredDistance(prediction, target);
        return reduction == LossReduction.Sum ? sum : sum / T.CreateChecked(count);
    }

    // How many losses there are to average over; asked before anything is put on the tape.
    private static int Counted(string operation, Shape losses, LossReduction reduction)
    {
        LossReductions.Check(operation, reduction);
        return reduction == LossReduction.Sum || losses.Count > 0
            ? losses.Count
            : throw new ArgumentException($"{operation}: nothing to average: the losses are {losses}; need at least one target. Use LossReduction.Sum where there may be none.");
    }
}
