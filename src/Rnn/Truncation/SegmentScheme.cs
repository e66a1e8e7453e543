using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Runs each segment of the policy on a tape of its own, from the state before it. Where segments overlap, their common steps are run
/// again, with the weights of the moment: time grows with <c>length / stride</c>, memory is that of one segment.
/// </summary>
internal sealed class SegmentScheme<T, TState>(Truncation truncation) : ITruncationScheme<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly List<Segment> _plan = [];

    public void Follow(SequenceWalk<T, TState> walk)
    {
        SegmentPlan.Fill(_plan, truncation, walk.Sequence);
        for (int i = 0; i < _plan.Count; i++)
        {
            Segment segment = _plan[i];
            walk.AdvanceTo(segment.Start);
            TState start = walk.Enter();
            walk.BeginUpdate(segment.FirstLoss, segment.End);
            walk.Backward(walk.Run(in start, segment, out TState next));
            if (i + 1 == _plan.Count || _plan[i + 1].Start >= segment.End)
                walk.Keep(next, segment.End);
            else if (walk.UpdatesInside)
                walk.AdvanceTo(_plan[i + 1].Start);
            walk.EndUpdate();
        }
    }
}
