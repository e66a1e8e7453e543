using System;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Backpropagation through time under a <see cref="Truncation"/>: runs a sequence segment by segment, adds the gradients into the
/// parameters, and carries the state across segments and sequences.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The model's state.</typeparam>
/// <remarks>
/// <see cref="Accumulate"/> leaves the weights alone; <see cref="Train"/> also updates them, once a sequence or inside it. Overlapping windows
/// share their steps as <see cref="Truncation.Algorithm"/> says, so that a step is run once and memory is that of at most 512 steps. Where weights are updated inside
/// the sequence, or a loss reads the outputs of other steps, each window is run by itself: time grows with <c>length / stride</c>, memory is that of one.
/// </remarks>
/// <example><code>
/// var trainer = new TruncatedBackprop&lt;float, LstmState&lt;float&gt;&gt;(Truncation.Window(20, 10), LossReduction.Mean);
/// double loss = trainer.Train(sequence, optimizer, WeightUpdate.Recompute, carried, maxNorm: 5);
/// </code></example>
public sealed class TruncatedBackprop<T, TState> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ITruncationScheme<T, TState> _scheme;
    private readonly SequenceWalk<T, TState> _walk;
    private ITruncationScheme<T, TState>? _recompute;
    private ITruncationScheme<T, TState>? _stale;
    private string? _policy;

    /// <summary>Makes a trainer.</summary>
    /// <param name="truncation">How far back losses are followed.</param>
    /// <param name="reduction">
    /// Whether the gradient is that of the sum of all counted losses, or of their mean over the counted targets of the whole update: of the sequence, or of a
    /// stride where each has an update of its own.
    /// </param>
    /// <param name="checkpointing">How much of a segment is kept for its way back; what is not is run again.</param>
    /// <exception cref="ArgumentException">
    /// There is no such reduction, or checkpoints are asked for in segments of random length, where no step is kept, or with an algorithm that runs all windows
    /// in one sweep.
    /// </exception>
    public TruncatedBackprop(Truncation truncation, LossReduction reduction, Checkpointing checkpointing = default)
    {
        if (!Enum.IsDefined(reduction))
            throw RnnErrors.NoReduction(nameof(TruncatedBackprop<,>), reduction);
        Truncation = truncation;
        Checkpointing = checkpointing;
        if (checkpointing != Checkpointing.None && truncation.Online is not null)
            throw new ArgumentException($"TruncatedBackprop: {checkpointing} under {truncation}: no step is kept, so there is none to run again; need Checkpointing.None.");
        if (checkpointing != Checkpointing.None && truncation.MeanLength is not null)
            throw new ArgumentException(
                $"TruncatedBackprop: {checkpointing} under {truncation}: where a segment of random length ends is known only when it has been run; "
                    + "need Checkpointing.None, or a truncation into segments of known length.");
        if (checkpointing != Checkpointing.None && truncation.Length is not null && truncation.Algorithm is WindowAlgorithm.Banded or WindowAlgorithm.TwoStack)
            throw new ArgumentException(
                $"TruncatedBackprop: {checkpointing} under {truncation} by {truncation.Algorithm}: it runs all windows in one sweep, which keeps at "
                    + "most 512 steps as it is; need Checkpointing.None, or WindowAlgorithm.Segments, which runs every window by itself.");
        _scheme = checkpointing == Checkpointing.None && WindowScheme<T, TState>.IsFor(truncation) ? new WindowScheme<T, TState>(truncation) : OneByOne();
        _walk = new SequenceWalk<T, TState>(Tape, reduction);
    }

    /// <summary>How far back losses are followed.</summary>
    public Truncation Truncation { get; }

    /// <summary>How much of a segment is kept for its way back.</summary>
    public Checkpointing Checkpointing { get; }

    /// <summary>The tape that everything runs on; it is reset for every segment, or slides along.</summary>
    public Tape<T> Tape { get; } = new();

    /// <summary>
    /// How many rows of adjoints were pulled back through a step for overlapping windows, many at once or one by one: with losses at every step, a
    /// batch's rows side by side, <c>pairs - steps</c> for the banded sweep, where a pair is a loss and a step that it sees.
    /// </summary>
    public long PulledRows => (_scheme as WindowScheme<T, TState>)?.PulledRows ?? 0;

    /// <summary>
    /// How many random decisions were taken: where the policy is in its stream of random numbers. A run that resumes sets it to what it
    /// was, and goes on with the same cuts; of policies without randomness it is 0. Nothing else is kept from sequence to sequence but what
    /// <see cref="CarriedState{T, TState}"/> carries. A run that resumes inside a sequence has both in its <see cref="SequenceProgress{T, TState}"/>.
    /// </summary>
    public ulong Draws
    {
        get => _walk.Draws;
        set => _walk.Draws = value;
    }

    /// <summary>How many updates <see cref="Train"/> left out, since a norm that was to be limited was not finite.</summary>
    public long SkippedUpdates => _walk.SkippedUpdates;

    /// <summary>Adds the truncated gradient of a sequence's losses into the parameters.</summary>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="carried">The state to start from, if there is one; afterwards the state after the last step. Null to start from the initial state and forget the last.</param>
    /// <returns>The sum of the counted losses, or their mean, as the reduction says; in nats where the losses are.</returns>
    /// <exception cref="ArgumentException">
    /// The sequence counts no target, or returns no scalar loss for steps with targets; a loss reads outputs from outside its window; there are
    /// strides without a loss before the last one, and the policy does not say where to count from; or its network reads from both ends, and is
    /// to be cut, carried on or run in blocks.
    /// </exception>
    /// <exception cref="TapeException">This is disposed; or a derivative is refused, as <see cref="Tape{T}.Backward(Variable{T})"/> says.</exception>
    /// <remarks>
    /// Whatever is thrown, by the sequence too, <paramref name="carried"/> is as it was. The gradients of the segments before have been
    /// added by then: clear gradients before the next update.
    /// </remarks>
    public double Accumulate(ISequence<T, TState> sequence, CarriedState<T, TState>? carried = null) => Follow(sequence, carried, _scheme, default);

    /// <summary>Updates the weights by the truncated gradient of a sequence's losses, once or after every stride.</summary>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="optimizer">What updates the weights. The gradients of its parameters are cleared before each update, and left after the last.</param>
    /// <param name="update">When weights are updated, and which weights a window is run with that begins before the last update.</param>
    /// <param name="carried">The state to start from, if there is one; afterwards the state after the last step. Null to start from the initial state and forget the last.</param>
    /// <param name="maxNorm">
    /// The largest norm of an update's whole gradient; a longer one is scaled down to it, and an update whose gradient is not finite is left out. Infinity for
    /// no limit.
    /// </param>
    /// <returns>The sum of the counted losses of the sequence, or their mean, each as it was with the weights it was run with.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Accumulate"/>; or there is no such way to update, or the limit is negative or no number.</exception>
    /// <exception cref="TapeException">As for <see cref="Accumulate"/>.</exception>
    /// <remarks>
    /// Whatever is thrown, <paramref name="carried"/> is as it was; updates that were made inside the sequence by then stay made. Source of updates inside
    /// the sequence: Williams and Peng 1990.
    /// </remarks>
    public double Train(
        ISequence<T, TState> sequence,
        Optimizer<T> optimizer,
        WeightUpdate update,
        CarriedState<T, TState>? carried = null,
        double maxNorm = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        CheckNorm(nameof(Train), maxNorm);
        return Follow(sequence, carried, SchemeFor(update), new Updates<T>(optimizer, update != WeightUpdate.Defer, maxNorm));
    }

    /// <summary>Goes on inside a sequence for some updates, or to its end, from where an earlier call or another process left off.</summary>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="optimizer">What updates the weights, after every stride. The gradients of its parameters are cleared before each update, and left after the last.</param>
    /// <param name="update"><see cref="WeightUpdate.Recompute"/>, or <see cref="WeightUpdate.Stale"/> where no windows overlap.</param>
    /// <param name="progress">Where to go on, from the first step if it is new; afterwards, how far training has come.</param>
    /// <param name="updates">After how many updates to stop, 1 or more.</param>
    /// <param name="maxNorm">The largest norm of an update's whole gradient, as for <see cref="Train"/>.</param>
    /// <returns>The sum of the losses of these updates, or their mean over the targets between.</returns>
    /// <exception cref="ArgumentException">
    /// As for <see cref="Accumulate"/>; there is no place between two updates that could be left and found again, as with <see cref="WeightUpdate.Defer"/>, with
    /// stale weights of windows that overlap, or with blocks by a budget of bytes; or the progress is that of another policy, or at the end of the sequence.
    /// </exception>
    /// <exception cref="TapeException">As for <see cref="Accumulate"/>.</exception>
    /// <remarks>
    /// However a sequence is divided, the updates are those of one call of <see cref="Train"/>, bit by bit. Whatever is thrown,
    /// <paramref name="progress"/> is as it was; updates that were made by then stay made.
    /// </remarks>
    public double TrainFrom(
        ISequence<T, TState> sequence,
        Optimizer<T> optimizer,
        WeightUpdate update,
        SequenceProgress<T, TState> progress,
        int updates,
        double maxNorm = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        CheckNorm(nameof(TrainFrom), maxNorm);
        ITruncationScheme<T, TState> scheme = SchemeFor(update);
        _policy ??= Truncation.ToString();
        ResumeErrors.Check(Truncation, _policy, Checkpointing, update, progress, sequence, updates);
        return _walk.On(sequence, progress, _policy, scheme, new Updates<T>(optimizer, Inside: true, maxNorm), updates);
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose()
    {
        (_scheme as IDisposable)?.Dispose();
        (_recompute as IDisposable)?.Dispose();
        Tape.Dispose();
    }

    private static void CheckNorm(string operation, double maxNorm)
    {
        if (!(maxNorm >= 0))
            throw new ArgumentException(
                FormattableString.Invariant($"TruncatedBackprop.{operation}: a largest norm of {maxNorm}; need 0 or more, or infinity for no limit."));
    }

    private double Follow(ISequence<T, TState> sequence, CarriedState<T, TState>? carried, ITruncationScheme<T, TState> scheme, Updates<T> updates)
    {
        if (!TState.CanCarry && (carried is not null || Truncation != Truncation.None || Checkpointing != Checkpointing.None))
            throw PackedErrors.NotCarried(nameof(TruncatedBackprop<,>), typeof(TState));
        return _walk.Over(sequence, carried, scheme, updates);
    }

    private ITruncationScheme<T, TState> SchemeFor(WeightUpdate update) => update switch
    {
        WeightUpdate.Defer => _scheme,
        WeightUpdate.Stale when Truncation.Overlaps && Checkpointing != Checkpointing.None => throw new ArgumentException(
            $"TruncatedBackprop.Train: {Checkpointing} with stale weights under {Truncation}: steps stay as they ran, with the weights of their time, "
                + "so that none is run again; need Checkpointing.None, or WeightUpdate.Recompute."),
        WeightUpdate.Stale when Truncation.Overlaps => _stale ??= new StaleScheme<T, TState>(Truncation),
        WeightUpdate.Recompute or WeightUpdate.Stale => _recompute ??= OneByOne(),
        _ => throw new ArgumentException($"TruncatedBackprop.Train: weight update {update}; need one of {string.Join(", ", Enum.GetNames<WeightUpdate>())}."),
    };

    // Step by step, or from one cut to the next, each stretch on an empty tape.
    private ITruncationScheme<T, TState> OneByOne() => Truncation.Online switch
    {
        OnlineMethod.Uoro => new UoroScheme<T, TState>(Truncation),
        OnlineMethod method => new InfluenceScheme<T, TState>(Truncation, isSparse: method == OnlineMethod.SnAp1),
        null when Truncation.MeanLength is not null => new RandomScheme<T, TState>(Truncation),
        null => new SegmentScheme<T, TState>(Truncation, Checkpointing),
    };
}
