namespace AutoDiff.Rnn;

/// <summary>
/// When weights are updated, and which weights an update inside a sequence means: windows that overlap run steps that
/// have run before, with weights that are no more.
/// </summary>
/// <remarks>
/// Where nothing overlaps, as with chunks, <see cref="Recompute"/> and <see cref="Stale"/> are the same and are what is usual: the state that
/// enters a chunk was computed with the weights of the chunks before, and is accepted as it is.
/// </remarks>
public enum WeightUpdate
{
    /// <summary>Once, after the sequence, with the sum of all its gradients: they are all of one and the same weights.</summary>
    Defer,

    /// <summary>
    /// After every stride. The next window runs all its steps again with the new weights, from the state before them, which is as the
    /// window before computed it. The gradient is that of the window's function at the new weights, its start held constant.
    /// </summary>
    Recompute,

    /// <summary>
    /// After every stride. No step runs twice: a window's older steps, their states and the weights that computed them stay as they were
    /// when they ran, and the gradient with respect to those weights moves the present ones. The gradient is that of the losses as they
    /// were computed, summed over all versions of a weight. Memory: a copy of the weights for each stride in the window.
    /// </summary>
    Stale,
}
