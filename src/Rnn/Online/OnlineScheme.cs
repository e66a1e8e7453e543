using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Runs one step at a time and keeps nothing of the steps before but what it carries forward: how the state depends on the weights. The
/// gradient of a step's loss is <c>dL/dw = d'L/d'w + d'L/d'h[t-1] G[t-1]</c>, the first term with the state before held constant.
/// </summary>
internal abstract class OnlineScheme<T, TState>(Truncation truncation) : ITruncationScheme<T, TState>, ITracing<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    // G, as it is carried.
    public abstract IEnumerable<Trace<T>> Traces { get; }

    public void Follow(SequenceWalk<T, TState> walk)
    {
        int first = walk.Done;
        SegmentPlan.RequireOwnSteps(truncation, walk.Sequence, first);
        for (int step = first; step < walk.Sequence.Steps && walk.GoesOn; step++)
            Follow(walk, step, isEntered: step == first);
    }

    // Forgets how the state depends on weights: what comes now is a constant, or depends on them by its own graph.
    protected abstract void Begin(int stateSize);

    // Takes up a part of G as it was carried.
    protected abstract void Restore(Trace<T> trace);

    // G' times a cotangent of the state before the step, for each parameter that the state depends on.
    protected abstract IEnumerable<(Parameter<T> Parameter, T[] Slope)> Credit(T[] cotangent);

    // Takes G a step further.
    protected abstract void Advance(SequenceWalk<T, TState> walk, in OnlineStep<T, TState> step);

    private void Follow(SequenceWalk<T, TState> walk, int index, bool isEntered)
    {
        Segment segment = new(index, walk.Sequence.TargetCount(index, index + 1) > 0 ? index : index + 1, index + 1);
        TState before = walk.Enter();
        if (isEntered)
        {
            Begin(OnlineStep<T, TState>.SizeOf(in before));
            foreach (Trace<T> trace in walk.Traces)
                Restore(trace);
        }

        if (index > 0)
            before = OnlineStep<T, TState>.AsVariables(in before);
        Variable<T> loss = walk.Run(in before, segment, out TState after);
        OnlineStep<T, TState> step = new(walk.Tape, in before, in after, isFirst: index == 0);
        if (loss != default)
        {
            walk.BeginUpdate(index, index + 1);
            T[] cotangent = step.Vjp(loss, walk.Scale);
            walk.Backward(loss);
            if (index > 0)
                step.AddToGradients(Credit(cotangent));
        }

        Advance(walk, in step);
        walk.Keep(after, index + 1);
        if (loss != default)
            walk.EndUpdate();
    }
}
