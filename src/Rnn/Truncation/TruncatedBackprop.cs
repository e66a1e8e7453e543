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
/// <see cref="Accumulate"/> leaves the weights alone; <see cref="Train"/> also updates them, once a sequence or inside it. A window with a
/// stride shorter than itself runs the overlapping steps again from the state before them, so its time grows with
/// <c>length / stride</c>; memory is that of one segment.
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
    private StaleScheme<T, TState>? _stale;

    /// <summary>Makes a trainer.</summary>
    /// <param name="truncation">How far back losses are followed.</param>
    /// <param name="reduction">Whether the gradient is that of the sum of all counted losses, or of their mean over the counted targets of the whole update: of the sequence, or of a stride where each has an update of its own.</param>
    public TruncatedBackprop(Truncation truncation, LossReduction reduction)
    {
        Truncation = truncation;
        _scheme = truncation.Online switch
        {
            OnlineMethod.Uoro => new UoroScheme<T, TState>(truncation),
            OnlineMethod method => new InfluenceScheme<T, TState>(truncation, isSparse: method == OnlineMethod.SnAp1),
            null => truncation.MeanLength is null ? new SegmentScheme<T, TState>(truncation) : new RandomScheme<T, TState>(truncation),
        };
        _walk = new SequenceWalk<T, TState>(Tape, reduction);
    }

    /// <summary>How far back losses are followed.</summary>
    public Truncation Truncation { get; }

    /// <summary>The tape that everything runs on; it is reset for every segment.</summary>
    public Tape<T> Tape { get; } = new();

    /// <summary>
    /// How many random decisions were taken: where the policy is in its stream of random numbers. A run that resumes sets it to what it
    /// was, and goes on with the same cuts; of policies without randomness it is 0. Nothing else is kept from sequence to sequence but what
    /// <see cref="CarriedState{T, TState}"/> carries.
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
    /// to be cut or carried on.
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
    /// <param name="maxNorm">The largest norm of an update's whole gradient; a longer one is scaled down to it, and an update whose gradient is not finite is left out. Infinity for no limit.</param>
    /// <returns>The sum of the counted losses of the sequence, or their mean, each as it was with the weights it was run with.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Accumulate"/>; or there is no such way to update, or the limit is negative or no number.</exception>
    /// <exception cref="TapeException">As for <see cref="Accumulate"/>.</exception>
    /// <remarks>
    /// Whatever is thrown, <paramref name="carried"/> is as it was; updates that were made inside the sequence by then stay made. Source of updates inside
    /// the sequence: Williams and Peng 1990.
    /// </remarks>
    public double Train(ISequence<T, TState> sequence, Optimizer<T> optimizer, WeightUpdate update, CarriedState<T, TState>? carried = null, double maxNorm = double.PositiveInfinity)
    {
        if (!(maxNorm >= 0))
            throw new ArgumentException($"TruncatedBackprop.Train: a largest norm of {maxNorm}; need 0 or more, or infinity for no limit.");
        return Follow(sequence, carried, SchemeFor(update), new Updates<T>(optimizer, update != WeightUpdate.Defer, maxNorm));
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => Tape.Dispose();

    private double Follow(ISequence<T, TState> sequence, CarriedState<T, TState>? carried, ITruncationScheme<T, TState> scheme, Updates<T> updates)
    {
        if (!TState.CanCarry && (carried is not null || Truncation != Truncation.None))
            throw PackedErrors.NotCarried(nameof(TruncatedBackprop<,>), typeof(TState).Name);
        return _walk.Over(sequence, carried, scheme, updates);
    }

    private ITruncationScheme<T, TState> SchemeFor(WeightUpdate update) => update switch
    {
        WeightUpdate.Defer or WeightUpdate.Recompute => _scheme,
        WeightUpdate.Stale => Truncation.Overlaps ? _stale ??= new StaleScheme<T, TState>(Truncation) : _scheme,
        _ => throw new ArgumentException($"TruncatedBackprop.Train: weight update {update}; need one of {string.Join(", ", Enum.GetNames<WeightUpdate>())}."),
    };
}
