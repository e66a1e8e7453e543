using System;
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

    public Tape<T> Tape => tape;

    public ISequence<T, TState> Sequence => _sequence!;

    // The step that the kept state stands before.
    public int Position { get; private set; }

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
        int targets = sequence.TargetCount(0, sequence.Steps);
        if (targets < 1)
            throw new ArgumentException("TruncatedBackprop: the sequence counts no target; need at least one loss.");
        _sequence = sequence;
        _updates = updates;
        Position = 0;
        Loss = 0;
        if (carried is null)
            _state.Clear();
        else
            _state.CopyFrom(carried);
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
            tape.Reset();
            return reduction == LossReduction.Mean ? Loss / targets : Loss;
        }
        finally
        {
            _sequence = null;
            _updates = default;
        }
    }

    // The losses of these steps are the next update's, where updates are made inside the sequence: gradients that come belong to it.
    public void BeginUpdate(int from, int end)
    {
        if (UpdatesInside)
            Open(from, end);
    }

    // All gradients of the update have been added.
    public void EndUpdate()
    {
        if (UpdatesInside)
            SkippedUpdates += _updates.Take() ? 0 : 1;
    }

    // An empty tape with the kept state on it, as a constant: what is run from here is cut off from what was before.
    public TState Enter()
    {
        tape.Reset();
        return _state.IsEmpty ? Sequence.InitialState(tape) : _state.Restore(tape);
    }

    // Runs a segment and adds its losses to the sum. Returns none where none of its losses count.
    public Variable<T> Run(in TState state, Segment segment, out TState next)
    {
        Variable<T> loss = Sequence.Run(tape, in state, segment, out next);
        if (segment.FirstLoss == segment.End)
            return default;
        if (loss == default || loss.Shape.Count != 1)
            throw NotALoss(segment, loss);
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

    // The next random number, uniform on [0, 1).
    public double Draw(ulong seed) => double.ScaleB(CounterRandom.Bits(seed, 0, Draws++) >> 11, -53);

    private void Open(int from, int end)
    {
        _updates.Begin();
        Scale = reduction == LossReduction.Mean ? T.CreateChecked(1.0 / Math.Max(1, Sequence.TargetCount(from, end))) : T.One;
    }

    private ArgumentException NotALoss(Segment segment, Variable<T> loss) => new(
        $"TruncatedBackprop: {Sequence.GetType().Name} returned {(loss == default ? "no loss" : $"a loss of shape {loss.Shape}")} for the steps {segment.FirstLoss} to {segment.End - 1}, which count {Sequence.TargetCount(segment.FirstLoss, segment.End)} targets; need the scalar sum of their losses. Reduce it with Sum?");
}
