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
    private T _scale;

    public Tape<T> Tape => tape;

    public ISequence<T, TState> Sequence => _sequence!;

    // The step that the kept state stands before.
    public int Position { get; private set; }

    // Whether the sequence goes on from a state that was carried or reached; if not, it stands before its first step, which has the initial one.
    public bool HasState => !_state.IsEmpty;

    // The losses run so far.
    public double Loss { get; private set; }

    // The factor of the losses: their gradients are to be multiplied by it.
    public T Scale => _scale;

    // A scheme's random decisions are numbered, for all sequences of a trainer.
    public ulong Draws { get; set; }

    // Walks over a whole sequence, and leaves the state after it where it is asked for. Returns the sum of the losses or their mean.
    public double Over(ISequence<T, TState> sequence, CarriedState<T, TState>? carried, ITruncationScheme<T, TState> scheme)
    {
        int targets = sequence.TargetCount(0, sequence.Steps);
        if (targets < 1)
            throw new ArgumentException("TruncatedBackprop: the sequence counts no target; need at least one loss.");
        bool isMean = reduction == LossReduction.Mean;
        Begin(sequence, carried, isMean ? T.CreateChecked(1.0 / targets) : T.One);
        try
        {
            scheme.Follow(this);
            if (carried is not null)
            {
                AdvanceTo(sequence.Steps);
                carried.CopyFrom(_state);
            }

            tape.Reset();
            return isMean ? Loss / targets : Loss;
        }
        finally
        {
            _sequence = null;
        }
    }

    // An empty tape with the kept state on it, as a constant: what is run from here is cut off from what was before.
    public TState Enter()
    {
        tape.Reset();
        return _state.IsEmpty ? Sequence.InitialState(tape) : _state.Restore(tape);
    }

    // Runs a segment and adds its losses to the sum.
    public Variable<T> Run(in TState state, Segment segment, out TState next)
    {
        Variable<T> loss = Sequence.Run(tape, in state, segment, out next);
        if (loss == default || loss.Shape.Count != 1)
            throw NotALoss(segment, loss);
        Loss += double.CreateChecked(loss.Item());
        return loss;
    }

    // Adds the gradient of losses that were run.
    public void Backward(Variable<T> loss) => tape.Backward([loss], [tape.Fill(_scale, loss.Shape)]);

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
        _state.Save(state);
        Position = step;
    }

    private void Begin(ISequence<T, TState> sequence, CarriedState<T, TState>? carried, T scale)
    {
        _sequence = sequence;
        _scale = scale;
        Position = 0;
        Loss = 0;
        if (carried is null)
            _state.Clear();
        else
            _state.CopyFrom(carried);
    }

    private ArgumentException NotALoss(Segment segment, Variable<T> loss) => new(
        $"TruncatedBackprop: {Sequence.GetType().Name} returned {(loss == default ? "no loss" : $"a loss of shape {loss.Shape}")} for the steps {segment.FirstLoss} to {segment.End - 1}, which count {Sequence.TargetCount(segment.FirstLoss, segment.End)} targets; need the scalar sum of their losses. Reduce it with Sum?");
}
