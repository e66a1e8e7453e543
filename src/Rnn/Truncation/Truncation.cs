using System;
using System.Globalization;

namespace AutoDiff.Rnn;

/// <summary>
/// How far back in time the gradient of a loss is followed. The forward pass is never truncated: the states at the cuts are the real
/// ones, and act as inputs.
/// </summary>
/// <remarks>
/// With <c>length</c> h and <c>stride</c> h', after every h' steps the losses of those steps are followed back through the last
/// h steps, their own included: BPTT(h; h') of Williams and Peng 1990. Chunks of k are BPTT(k; k); a sliding window of k is
/// BPTT(k; 1), in which the loss of step t (from 0) sees the steps from <c>max(0, t - k + 1)</c> on. What coursework calls a lookback is
/// the window less one. A loss counts once, however many windows run over its step.
/// </remarks>
public readonly record struct Truncation
{
    private readonly int _length;
    private readonly int _stride;

    // 0 where cuts are not random.
    private readonly double _meanLength;
    private readonly double _tail;

    private Truncation(OnlineMethod method, ulong seed)
    {
        Online = method;
        Seed = seed;
    }

    private Truncation(int length, int stride, CutsFrom cutsFrom)
    {
        _length = length;
        _stride = stride;
        CutsFrom = cutsFrom;
    }

    private Truncation(double meanLength, double tail, ulong seed)
    {
        _meanLength = meanLength;
        _tail = tail;
        Seed = seed;
    }

    /// <summary>No truncation: every loss is followed back to the beginning of the sequence.</summary>
    public static Truncation None => default;

    /// <summary>The most steps that a loss is followed back through, its own included; null for all, and for random cuts.</summary>
    public int? Length => _length == 0 ? null : _length;

    /// <summary>After how many steps losses are followed back; null for the whole sequence at once, and for random cuts.</summary>
    public int? Stride => _stride == 0 ? null : _stride;

    /// <summary>Where the cuts are counted from.</summary>
    public CutsFrom CutsFrom { get; }

    /// <summary>The mean number of steps between random cuts; null where cuts are not random.</summary>
    public double? MeanLength => _meanLength == 0 ? null : _meanLength;

    /// <summary>How the gradient is carried forward instead of followed back; null where it is followed back.</summary>
    public OnlineMethod? Online { get; }

    /// <summary>What random cuts or signs are drawn from; 0 where nothing is random.</summary>
    public ulong Seed { get; }

    // Whether steps are run in more than one window.
    internal bool Overlaps => _stride < _length;

    /// <summary>
    /// How the gradients of overlapping windows are computed, where weights are not updated inside the sequence. Set it by
    /// <c>Truncation.Window(20) with { Algorithm = WindowAlgorithm.Banded }</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such algorithm, it needs a stride of 1 and the policy has another, or cuts are random or there are none to make.</exception>
    public WindowAlgorithm Algorithm
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentException($"Truncation.Algorithm: {value}; need one of {string.Join(", ", Enum.GetNames<WindowAlgorithm>())}.");
            if (value != WindowAlgorithm.Automatic && Length is null)
                throw new ArgumentException($"Truncation.Algorithm: {value} for {this}, which has no windows; need a policy of fixed length.");
            if (value == WindowAlgorithm.TwoStack && _stride != 1)
                throw new ArgumentException($"Truncation.Algorithm: two stacks for {this}; need a window with a stride of 1. Use Banded for other strides.");
            field = value;
        }
    }

    /// <summary>Cuts the sequence into chunks; gradients flow within a chunk and not between chunks. The last one may be shorter.</summary>
    /// <param name="length">Steps in a chunk, at least 1.</param>
    /// <param name="cutsFrom">
    /// Where chunks are counted from. A sequence whose only loss is at its end wants <see cref="CutsFrom.LastLoss"/>: the loss then sees a whole chunk.
    /// </param>
    /// <exception cref="ArgumentException">The length is less than 1, or there is no such place to count from.</exception>
    public static Truncation Chunks(int length, CutsFrom cutsFrom = CutsFrom.Unstated)
    {
        if (length < 1)
            throw new ArgumentException($"Truncation.Chunks: a chunk of {length} steps; need 1 or more, a step's own included. Use Truncation.None for no cut.");
        return new Truncation(length, length, Known(nameof(Chunks), cutsFrom));
    }

    /// <summary>Lets every loss see a window of steps that slides along.</summary>
    /// <param name="length">Steps that a loss sees at most, its own included; at least 1.</param>
    /// <param name="stride">
    /// Steps whose losses are followed back together, from 1 (exactly <paramref name="length"/> steps for every loss) to <paramref name="length"/> (chunks). A
    /// loss sees at least <c>length - stride + 1</c> steps, where there are as many: with a stride above 1 also a window as long as the sequence cuts.
    /// </param>
    /// <param name="cutsFrom">Where strides are counted from.</param>
    /// <exception cref="ArgumentException">The length or the stride is less than 1, the stride exceeds the length, or there is no such place to count from.</exception>
    public static Truncation Window(int length, int stride = 1, CutsFrom cutsFrom = CutsFrom.Unstated)
    {
        if (length < 1)
            throw new ArgumentException($"Truncation.Window: a window of {length} steps; need 1 or more, a step's own included: a lookback of n steps is a window of n + 1.");
        if (stride < 1 || stride > length)
            throw new ArgumentException(
                $"Truncation.Window: a stride of {stride} in a window of {length}; need 1 to {length}: a longer stride would leave losses without their "
                    + "own step.");
        return new Truncation(length, stride, Known(nameof(Window), cutsFrom));
    }

    /// <summary>
    /// Cuts after steps that are drawn at random, and makes up for the cuts: a gradient that crosses from one step to the one before, where
    /// a cut had probability <c>c</c>, is multiplied by <c>1 / (1 - c)</c>. The mean over all ways to cut is the gradient without truncation,
    /// which no fixed length gives; the price is a greater variance.
    /// </summary>
    /// <param name="meanLength">The mean number of steps from cut to cut, more than 1.</param>
    /// <param name="seed">What cuts are drawn from: the same seed cuts the same sequences alike.</param>
    /// <param name="tail">
    /// How heavy the tail of the lengths is, as the <c>a</c> of <c>c = a / ((a - 1) meanLength + n)</c>, n the steps since the last cut: P(length &gt; n) falls
    /// as <c>n^-a</c>, and factors stay small where the gradient does not fade as fast as a fixed probability cuts. More than 1; null
    /// for the fixed probability <c>1 / meanLength</c>.
    /// </param>
    /// <exception cref="ArgumentException">The mean length or the tail is not a number above 1.</exception>
    /// <remarks>
    /// <para>Memory is that of the longest stretch without a cut, which has no bound: to limit it would bias the gradient again. With either
    /// choice of probabilities the mean length is exactly <paramref name="meanLength"/>. A sequence's end is no cut that is made up for: a
    /// carried state is a constant to the next sequence, as with all policies.</para>
    /// <para>Source: Tallec and Ollivier 2017, "Unbiasing truncated backpropagation through time".</para>
    /// </remarks>
    public static Truncation Random(double meanLength, ulong seed, double? tail = null)
    {
        if (!(meanLength > 1 && double.IsFinite(meanLength)))
            throw new ArgumentException(
                FormattableString.Invariant($"Truncation.Random: a mean of {meanLength} steps between cuts; need a finite number above 1: at 1 every step is cut off, and nothing ")
                    + "can make up for that. Use Window(1) for that gradient.");
        if (tail is double a && !(a > 1 && double.IsFinite(a)))
            throw new ArgumentException(
                FormattableString.Invariant($"Truncation.Random: a tail of {a}; need a finite number above 1, or null for a fixed probability: at 1 the mean length is infinite."));
        return new Truncation(meanLength, tail ?? 0, seed);
    }

    /// <summary>
    /// Carries the exact gradient forward, step by step: no step is kept, and the weights may be updated after each. For small cells: time
    /// per step grows with the square of the state's size times the number of weights, memory with the size times the number.
    /// </summary>
    /// <remarks>
    /// <see cref="OnlineMethod.Rtrl"/>. Where weights are updated inside the sequence, what is carried is of the weights as they were. The state counts all
    /// rows of a batch: n rows of m units are n m.
    /// </remarks>
    public static Truncation Rtrl => new(OnlineMethod.Rtrl, 0);

    /// <summary>Carries the gradient forward only between the units that a weight reaches within one step: cheaper than <see cref="Rtrl"/>, and biased.</summary>
    /// <remarks><see cref="OnlineMethod.SnAp1"/>. Which those are is learnt on the way: a weight reaches a unit once a step's immediate derivative was not zero.</remarks>
    public static Truncation SnAp1 => new(OnlineMethod.SnAp1, 0);

    /// <summary>Carries the gradient forward as a product of two random vectors: right on average, at the price of one step, with a great variance.</summary>
    /// <param name="seed">What the signs are drawn from.</param>
    /// <remarks><see cref="OnlineMethod.Uoro"/>.</remarks>
    public static Truncation Uoro(ulong seed) => new(OnlineMethod.Uoro, seed);

    /// <summary>The stretches of a sequence with losses at every step that are run forward and backward, in order.</summary>
    /// <param name="steps">Steps in the sequence.</param>
    /// <exception cref="ArgumentException">There is no step, or cuts are random.</exception>
    public Segments Segments(int steps)
    {
        if (steps < 1)
            throw RnnErrors.NoSteps(nameof(Truncation));
        if (Online is not null)
            throw new ArgumentException($"Truncation.Segments: {this} follows no loss back; need a policy with fixed cuts.");
        if (MeanLength is not null)
            throw new ArgumentException($"Truncation.Segments: {this} draws its cuts while it runs; need a policy with fixed cuts.");
        return new Segments(steps, _length == 0 ? steps : _length, _stride == 0 ? steps : _stride, CutsFrom == CutsFrom.LastLoss);
    }

    /// <summary>The policy's name and numbers.</summary>
    public override string ToString()
    {
        if (Online is OnlineMethod method)
            return method == OnlineMethod.Uoro ? string.Create(CultureInfo.InvariantCulture, $"Uoro(seed {Seed})") : method.ToString();
        if (MeanLength is double mean)
            return string.Create(CultureInfo.InvariantCulture, $"Random({mean}, seed {Seed}{(_tail == 0 ? "" : FormattableString.Invariant($", tail {_tail}"))})");
        string from = CutsFrom == CutsFrom.Unstated ? "" : $", from {(CutsFrom == CutsFrom.Start ? "the start" : "the last loss")}";
        return _length == 0 ? "None" : _length == _stride ? $"Chunks({_length}{from})" : $"Window({_length}, {_stride}{from})";
    }

    // The probability of a random cut behind a step that is the age-th since the last cut.
    internal double CutProbability(int age) => _tail == 0 ? 1 / _meanLength : _tail / (((_tail - 1) * _meanLength) + age);

    private static CutsFrom Known(string policy, CutsFrom cutsFrom) => Enum.IsDefined(cutsFrom)
        ? cutsFrom
        : throw new ArgumentException($"Truncation.{policy}: cuts counted from {cutsFrom}; need one of {string.Join(", ", Enum.GetNames<CutsFrom>())}.");
}
