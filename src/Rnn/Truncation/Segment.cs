namespace AutoDiff.Rnn;

/// <summary>
/// A stretch of a sequence that is run forward from the state before <see cref="Start"/>, which is held constant, and then backward
/// from the losses of its last steps.
/// </summary>
/// <param name="Start">The first step, from 0.</param>
/// <param name="FirstLoss">The first step whose loss counts here; those before belong to earlier segments.</param>
/// <param name="End">One past the last step.</param>
public readonly record struct Segment(int Start, int FirstLoss, int End)
{
    /// <summary>How many steps are run.</summary>
    public int Steps => End - Start;
}
