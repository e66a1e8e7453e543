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
/// <param name="truncation">How far back losses are followed.</param>
/// <param name="reduction">Whether the gradient is that of the sum of all counted losses, or of their mean over the counted targets of the whole update.</param>
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
public sealed class TruncatedBackprop<T, TState>(Truncation truncation, LossReduction reduction) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly CarriedState<T, TState> _boundary = new();

    /// <summary>How far back losses are followed.</summary>
    public Truncation Truncation { get; } = truncation;

    /// <summary>The tape that everything runs on; it is reset for every segment.</summary>
    public Tape<T> Tape { get; } = new();

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
    public double Accumulate(ISequence<T, TState> sequence, CarriedState<T, TState>? carried = null)
    {
        int targets = sequence.TargetCount(0, sequence.Steps);
        if (targets < 1)
            throw new ArgumentException("TruncatedBackprop: the sequence counts no target; need at least one loss.");
        T scale = reduction == LossReduction.Mean ? T.CreateChecked(1.0 / targets) : T.One;
        if (carried is null)
            _boundary.Clear();
        else
            _boundary.CopyFrom(carried);
        double sum = 0;
        int reached = 0;
        Segments segments = Truncation.Segments(sequence.Steps);
        for (int i = 0; i < segments.Count; i++)
        {
            Segment segment = segments[i];
            if (sequence.TargetCount(segment.FirstLoss, segment.End) == 0)
                continue;
            Advance(sequence, ref reached, segment.Start);
            Tape.Reset();
            TState start = Start(sequence);
            Variable<T> loss = sequence.Run(Tape, in start, segment, out TState next);
            if (loss == default || loss.Shape.Count != 1)
                throw NotALoss(sequence, segment, loss);
            Tape.Backward([loss], [Tape.Fill(scale, loss.Shape)]);
            sum += double.CreateChecked(loss.Item());
            if (i + 1 == segments.Count || segments[i + 1].Start == segment.End)
            {
                _boundary.Save(next);
                reached = segment.End;
            }
        }

        if (carried is not null)
        {
            Advance(sequence, ref reached, sequence.Steps);
            carried.CopyFrom(_boundary);
        }

        Tape.Reset();
        return reduction == LossReduction.Mean ? sum / targets : sum;
    }

    /// <summary>Gives the tape's memory back.</summary>
    public void Dispose() => Tape.Dispose();

    // Moves the boundary state forward to a step; nothing is differentiated.
    private void Advance(ISequence<T, TState> sequence, ref int reached, int step)
    {
        if (step == reached)
            return;
        Tape.Reset();
        using NoGradientScope<T> forward = Tape.NoGradient();
        TState start = Start(sequence);
        sequence.Run(Tape, in start, new Segment(reached, step, step), out TState next);
        _boundary.Save(next);
        reached = step;
    }

    private static ArgumentException NotALoss(ISequence<T, TState> sequence, Segment segment, Variable<T> loss) => new(
        $"TruncatedBackprop: {sequence.GetType().Name} returned {(loss == default ? "no loss" : $"a loss of shape {loss.Shape}")} for the steps {segment.FirstLoss} to {segment.End - 1}, which count {sequence.TargetCount(segment.FirstLoss, segment.End)} targets; need the scalar sum of their losses. Reduce it with Sum?");

    private TState Start(ISequence<T, TState> sequence) => _boundary.IsEmpty ? sequence.InitialState(Tape) : _boundary.Restore(Tape);
}
