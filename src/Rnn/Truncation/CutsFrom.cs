namespace AutoDiff.Rnn;

/// <summary>
/// Where the cuts of a <see cref="Truncation"/> are counted from. It makes no difference to a window of stride 1, in which every loss
/// has its own cut; with longer strides it decides how many steps a loss sees.
/// </summary>
public enum CutsFrom
{
    /// <summary>
    /// From the first step, where every stride of the sequence has a loss, up to the last loss; a sequence for which that does not hold is
    /// refused: its losses would see fewer steps than the policy names, and it must be said where to count from.
    /// </summary>
    Unstated,

    /// <summary>From the first step, wherever the losses are. A stride without a loss is run forward only.</summary>
    Start,

    /// <summary>
    /// Back from the last loss: it sees the whole length, and every stride ends in a loss. Where each step has a loss, the first stride
    /// is the short one.
    /// </summary>
    LastLoss,
}
