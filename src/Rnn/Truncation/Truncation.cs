using System;

namespace AutoDiff.Rnn;

/// <summary>
/// How far back in time the gradient of a loss is followed. The forward pass is never truncated: the states at the cuts are the real
/// ones, and act as inputs.
/// </summary>
/// <remarks>
/// With <c>length</c> h and <c>stride</c> h', after every h' steps the losses of those steps are followed back through the last
/// h steps, their own included: BPTT(h; h') of Williams and Peng 1990. Chunks of k are BPTT(k; k); a sliding window of k is
/// BPTT(k; 1), in which the loss of step t (from 0) sees the steps from <c>max(0, t - k + 1)</c> on. What coursework calls a lookback is
/// the window less one.
/// </remarks>
public readonly record struct Truncation
{
    private readonly int _length;
    private readonly int _stride;

    private Truncation(int length, int stride)
    {
        _length = length;
        _stride = stride;
    }

    /// <summary>No truncation: every loss is followed back to the beginning of the sequence.</summary>
    public static Truncation None => default;

    /// <summary>The most steps that a loss is followed back through, its own included; null for all.</summary>
    public int? Length => _length == 0 ? null : _length;

    /// <summary>After how many steps losses are followed back; null for the whole sequence at once.</summary>
    public int? Stride => _stride == 0 ? null : _stride;

    /// <summary>How the gradients of overlapping windows are computed. Set it by <c>Truncation.Window(20) with { Algorithm = WindowAlgorithm.Banded }</c>.</summary>
    /// <exception cref="ArgumentException">There is no such algorithm, or it needs a stride of 1 and the policy has another.</exception>
    public WindowAlgorithm Algorithm
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentException($"Truncation.Algorithm: {value}; need one of {string.Join(", ", Enum.GetNames<WindowAlgorithm>())}.");
            if (value == WindowAlgorithm.TwoStack && _stride != 1)
                throw new ArgumentException($"Truncation.Algorithm: two stacks for {this}; need a window with a stride of 1. Use Banded for other strides.");
            field = value;
        }
    }

    /// <summary>Cuts the sequence into chunks; gradients flow within a chunk and not between chunks. The last one may be shorter.</summary>
    /// <param name="length">Steps in a chunk, at least 1.</param>
    /// <exception cref="ArgumentException">The length is less than 1.</exception>
    public static Truncation Chunks(int length)
    {
        if (length < 1)
            throw new ArgumentException($"Truncation.Chunks: a chunk of {length} steps; need 1 or more, a step's own included. Use Truncation.None for no cut.");
        return new Truncation(length, length);
    }

    /// <summary>Lets every loss see a window of steps that slides along.</summary>
    /// <param name="length">Steps that a loss sees at most, its own included; at least 1.</param>
    /// <param name="stride">Steps whose losses are followed back together, from 1 (exactly <paramref name="length"/> steps for every loss) to <paramref name="length"/> (chunks). A loss sees at least <c>length - stride + 1</c> steps, where there are as many: with a stride above 1 also a window as long as the sequence cuts.</param>
    /// <exception cref="ArgumentException">The length or the stride is less than 1, or the stride exceeds the length.</exception>
    public static Truncation Window(int length, int stride = 1)
    {
        if (length < 1)
            throw new ArgumentException($"Truncation.Window: a window of {length} steps; need 1 or more, a step's own included: a lookback of n steps is a window of n + 1.");
        if (stride < 1 || stride > length)
            throw new ArgumentException($"Truncation.Window: a stride of {stride} in a window of {length}; need 1 to {length}: a longer stride would leave losses without their own step.");
        return new Truncation(length, stride);
    }

    /// <summary>The stretches of a sequence that are run forward and backward, in order.</summary>
    /// <param name="steps">Steps in the sequence.</param>
    /// <exception cref="ArgumentException">There is no step.</exception>
    public Segments Segments(int steps)
    {
        if (steps < 1)
            throw RnnErrors.NoSteps(nameof(Truncation));
        return new Segments(steps, _length == 0 ? steps : _length, _stride == 0 ? steps : _stride);
    }

    /// <summary>The policy's name and numbers.</summary>
    public override string ToString() => _length == 0 ? "None" : _length == _stride ? $"Chunks({_length})" : $"Window({_length}, {_stride})";
}
