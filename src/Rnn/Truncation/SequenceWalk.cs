using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// One walk of a <see cref="ITruncationScheme{T, TState}"/> over a sequence: where it stands, the numbers of the state there, and what was
/// summed up on the way. One object serves all sequences of a trainer, so that a walk allocates nothing.
/// </summary>
internal sealed class SequenceWalk<T, TState>(Tape<T> tape, LossReduction reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly CarriedState<T, TState> _state = new();
    private ISequence<T, TState>? _sequence;
    private Updates<T> _updates;
    private int _updatesLeft, _end;

    public Tape<T> Tape => tape;

    public ISequence<T, TState> Sequence => _sequence!;

    // The step that the kept state stands before.
    public int Position { get; private set; }

    // The step before which all losses have been followed back, and updates made: where a scheme begins, and where it stands between two updates.
    public int Done { get; private set; }

    // Whether the walk goes on to the next update; if not, schemes leave everything as it is between two of them.
    public bool GoesOn => _updatesLeft > 0;

    // What the scheme carried where the walk before this one left off.
    public IReadOnlyList<Trace<T>> Traces { get; private set; } = [];

    // Whether the sequence goes on from a state that was carried or reached; if not, it stands before its first step, which has the initial one.
    public bool HasState => !_state.IsEmpty;

    // The losses run so far.
    public double Loss { get; private set; }

    // The factor of the losses: their gradients are to be multiplied by it.
    public T Scale { get; private set; }

    // Whether weights change between BeginUpdate and the next one.
    public bool UpdatesInside => _updates.Inside;

    // How many random decisions were taken, over all sequences of a trainer.
    public ulong Draws { get; set; }

    // Updates that were left out, over all sequences.
    public long SkippedUpdates { get; private set; }

    // Walks over a whole sequence, and leaves the state after it where it is asked for. Returns the sum of the losses or their mean.
    public double Over(ISequence<T, TState> sequence, CarriedState<T, TState>? carried, ITruncationScheme<T, TState> scheme, Updates<T> updates)
    {
        int targets = Targets(sequence);
        Begin(sequence, carried, updates);
        ulong draws = Draws;
        try
        {
            if (!UpdatesInside)
                Open(0, sequence.Steps);
            scheme.Follow(this);
            if (carried is not null)
                AdvanceTo(sequence.Steps);
            if (!UpdatesInside)
                SkippedUpdates += updates.Take() ? 0 : 1;
            carried?.CopyFrom(_state);
            return Reduced(targets);
        }
        catch
        {
            Draws = draws;
            throw;
        }
        finally
        {
            End();
        }
    }

    // Walks on from where an earlier walk left off, for some updates or to the end, whichever comes first. Returns the sum of these updates' losses or their mean.
    public double On(ISequence<T, TState> sequence, SequenceProgress<T, TState> progress, string policy, ITruncationScheme<T, TState> scheme, Updates<T> updates, int count)
    {
        Targets(sequence);
        Begin(sequence, progress.State, updates);
        ulong draws = Draws;
        (Position, Done, Draws, Traces, _updatesLeft) = (progress.StateStep, progress.Step, progress.Draws, progress.Traces, count);
        try
        {
            scheme.Follow(this);

            // Steps without a loss may follow the last update: they are the next call's, as cuts and signs are drawn in them too.
            bool isThrough = GoesOn || Done == sequence.Steps;
            if (isThrough)
            {
                AdvanceTo(sequence.Steps);
                Done = sequence.Steps;
            }

            int targets = sequence.TargetCount(progress.Step, Done);
            progress.Set(policy, Done, Position, Draws, _state, isThrough ? [] : (scheme as ITracing<T>)?.Traces ?? []);
            return Reduced(targets);
        }
        catch
        {
            Draws = draws;
            throw;
        }
        finally
        {
            End();
        }
    }

    // The losses of these steps are the next update's, where updates are made inside the sequence: gradients that come belong to it.
    public void BeginUpdate(int from, int end)
    {
        _end = end;
        if (UpdatesInside)
            Open(from, end);
    }

    // All gradients of the update have been added.
    public void EndUpdate()
    {
        if (!UpdatesInside)
            return;
        SkippedUpdates += _updates.Take() ? 0 : 1;
        Done = _end;
        _updatesLeft--;
    }

    // An empty tape with the kept state on it, as a constant: what is run from here is cut off from what was before.
    public TState Enter() => Enter(tape);

    // The same on another tape.
    public TState Enter(Tape<T> on)
    {
        on.Reset();
        return _state.IsEmpty ? Sequence.InitialState(on) : _state.Restore(on);
    }

    // Runs a segment and adds its losses to the sum. Returns none where none of its losses count.
    public Variable<T> Run(in TState state, Segment segment, out TState next) => Run(tape, in state, segment, out next);

    // The same on another tape.
    public Variable<T> Run(Tape<T> on, in TState state, Segment segment, out TState next)
    {
        Variable<T> loss = Sequence.Run(on, in state, segment, out next);
        if (segment.FirstLoss == segment.End)
            return default;
        if (loss == default || loss.Shape.Count != 1)
            throw RnnErrors.NotALoss("TruncatedBackprop", Sequence, segment, loss, Sequence.TargetCount(segment.FirstLoss, segment.End));
        Loss += double.CreateChecked(loss.Item());
        return loss;
    }

    // Adds the gradient of losses that were run.
    public void Backward(Variable<T> loss) => tape.Backward([loss], [tape.Fill(Scale, loss.Shape)]);

    // Moves the kept state forward to a step; nothing is differentiated.
    public void AdvanceTo(int step)
    {
        if (step == Position)
            return;
        TState state = Enter();
        using NoGradientScope<T> forward = tape.NoGradient();
        Sequence.Run(tape, in state, new Segment(Position, step, step), out TState next);
        Keep(next, step);
    }

    // Keeps the numbers of the state before a step.
    public void Keep(TState state, int step)
    {
        if (TState.CanCarry)
            _state.Save(state);
        Position = step;
    }

    // The same where the numbers are in a carrier.
    public void Keep(CarriedState<T, TState> state, int step)
    {
        _state.CopyFrom(state);
        Position = step;
    }

    // The next random number, uniform on [0, 1).
    public double Draw(ulong seed) => double.ScaleB(CounterRandom.Bits(seed, 0, Draws++) >> 11, -53);

    private static int Targets(ISequence<T, TState> sequence)
    {
        int targets = sequence.TargetCount(0, sequence.Steps);
        return targets > 0 ? targets : throw new ArgumentException("TruncatedBackprop: the sequence counts no target; need at least one loss.");
    }

    private void Begin(ISequence<T, TState> sequence, CarriedState<T, TState>? state, Updates<T> updates)
    {
        (_sequence, _updates, _updatesLeft) = (sequence, updates, int.MaxValue);
        (Position, Done, Loss, Traces) = (0, 0, 0, []);
        if (state is null)
            _state.Clear();
        else
            _state.CopyFrom(state);
    }

    // What was recorded is done with, whatever was thrown.
    private void End()
    {
        (_sequence, _updates, Traces) = (null, default, []);
        tape.Reset();
    }

    private double Reduced(int targets) => reduction == LossReduction.Mean ? Loss / Math.Max(1, targets) : Loss;

    private void Open(int from, int end)
    {
        _updates.Begin();
        Scale = reduction == LossReduction.Mean ? T.CreateChecked(1.0 / Math.Max(1, Sequence.TargetCount(from, end))) : T.One;
    }
}
