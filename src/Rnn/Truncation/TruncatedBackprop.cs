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
/// Parameters stay as they are while a sequence runs; update them between sequences. A window with a stride shorter than itself
/// runs the overlapping steps again from the state before them, so its time grows with <c>length / stride</c>; memory is that of
/// one segment.
/// </remarks>
/// <example><code>
/// var trainer = new TruncatedBackprop&lt;float, LstmState&lt;float&gt;&gt;(Truncation.Window(20), LossReduction.Mean);
/// double loss = trainer.Accumulate(sequence, carried);
/// optimizer.Step();
/// </code></example>
public sealed class TruncatedBackprop<T, TState> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ITruncationScheme<T, TState> _scheme;
    private readonly SequenceWalk<T, TState> _walk;

    /// <summary>Makes a trainer.</summary>
    /// <param name="truncation">How far back losses are followed.</param>
    /// <param name="reduction">Whether the gradient is that of the sum of all counted losses, or of their mean over the counted targets of the whole update.</param>
    public TruncatedBackprop(Truncation truncation, LossReduction reduction)
    {
        Truncation = truncation;
        _scheme = WindowScheme<T, TState>.IsFor(truncation) ? new WindowScheme<T, TState>(truncation) : new SegmentScheme<T, TState>(truncation);
        _walk = new SequenceWalk<T, TState>(Tape, reduction);
    }

    /// <summary>How far back losses are followed.</summary>
    public Truncation Truncation { get; }

    /// <summary>The tape that everything runs on; it is reset for every segment.</summary>
    public Tape<T> Tape { get; } = new();

    /// <summary>
    /// How many rows of adjoints were pulled back through a step for overlapping windows, many at once or one by one: with losses at every step, a
    /// batch's rows side by side, <c>pairs - steps</c> for the banded sweep, where a pair is a loss and a step that it sees.
    /// </summary>
    public long PulledRows => (_scheme as WindowScheme<T, TState>)?.PulledRows ?? 0;

    /// <summary>Adds the truncated gradient of a sequence's losses into the parameters.</summary>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="carried">The state to start from, if there is one; afterwards the state after the last step. Null to start from the initial state and forget the last.</param>
    /// <returns>The sum of the counted losses, or their mean, as the reduction says; in nats where the losses are.</returns>
    /// <exception cref="ArgumentException">The sequence counts no target, or returns no scalar loss for steps with targets.</exception>
    /// <exception cref="TapeException">This is disposed; or a derivative is refused, as <see cref="Tape{T}.Backward(Variable{T})"/> says.</exception>
    /// <remarks>
    /// Whatever is thrown, by the sequence too, <paramref name="carried"/> is as it was. The gradients of the segments before have been
    /// added by then: clear gradients before the next update.
    /// </remarks>
    public double Accumulate(ISequence<T, TState> sequence, CarriedState<T, TState>? carried = null) => _walk.Over(sequence, carried, _scheme);

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => Tape.Dispose();
}
