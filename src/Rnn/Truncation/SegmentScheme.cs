using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Runs each segment of the policy on a tape of its own, from the state before it. Where segments overlap, their common steps are run
/// again: time grows with <c>length / stride</c>, memory is that of one segment.
/// </summary>
internal sealed class SegmentScheme<T, TState>(Truncation truncation) : ITruncationScheme<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    public void Follow(SequenceWalk<T, TState> walk)
    {
        Segments segments = truncation.Segments(walk.Sequence.Steps);
        for (int i = 0; i < segments.Count; i++)
        {
            Segment segment = segments[i];
            if (walk.Sequence.TargetCount(segment.FirstLoss, segment.End) == 0)
                continue;
            walk.AdvanceTo(segment.Start);
            TState start = walk.Enter();
            walk.Backward(walk.Run(in start, segment, out TState next));
            if (i + 1 == segments.Count || segments[i + 1].Start == segment.End)
                walk.Keep(next, segment.End);
        }
    }
}
