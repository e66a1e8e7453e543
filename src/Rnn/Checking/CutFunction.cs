using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The losses of a sequence, each as a function of the parameters from a state on that is held at the numbers it has now.</summary>
internal sealed class CutFunction<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly CarriedState<T, TState>[] _states;
    private readonly bool _startsAnew;

    public CutFunction(ISequence<T, TState> sequence, CarriedState<T, TState>? carried)
    {
        Sequence = sequence;
        _startsAnew = carried?.IsEmpty ?? true;
        _states = new CarriedState<T, TState>[sequence.Steps];
        using Tape<T> tape = new();
        using NoGradientScope<T> forward = tape.NoGradient();
        TState state = _startsAnew ? sequence.InitialState(tape) : carried!.Restore(tape);
        for (int step = 0; step < _states.Length; step++)
        {
            _states[step] = new CarriedState<T, TState>();
            _states[step].Save(state);
            sequence.Run(tape, in state, new Segment(step, step + 1, step + 1), out TState next);
            state = next;
        }
    }

    public ISequence<T, TState> Sequence { get; }

    // The sum of all losses under a policy, each run on its own from the first step that it sees.
    public Variable<T> Losses(Tape<T> tape, Truncation truncation)
    {
        List<Segment> plan = [];
        SegmentPlan.Fill(plan, truncation, Sequence);
        Variable<T> sum = tape.Constant(T.Zero);
        foreach (Segment segment in plan)
        {
            for (int step = segment.FirstLoss; step < segment.End; step++)
            {
                if (Sequence.TargetCount(step, step + 1) == 0)
                    continue;
                TState start = StateBefore(tape, segment.Start);
                sum += Sequence.Run(tape, in start, new Segment(segment.Start, step, step + 1), out _);
            }
        }

        return sum;
    }

    // The initial state may be made of parameters, which a policy never cuts off.
    private TState StateBefore(Tape<T> tape, int step) => step == 0 && _startsAnew ? Sequence.InitialState(tape) : _states[step].Restore(tape);
}
