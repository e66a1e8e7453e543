using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Runs each segment of the policy on a tape of its own, from the state before it. Where segments overlap, their common steps are run
/// again, with the weights of the moment: time grows with <c>length / stride</c>, memory is that of one segment, or less with checkpoints in it.
/// </summary>
internal sealed class SegmentScheme<T, TState>(Truncation truncation, Checkpointing checkpointing) : ITruncationScheme<T, TState>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly List<Segment> _plan = [];
    private SegmentBlocks<T, TState>? _blocks;

    public void Follow(SequenceWalk<T, TState> walk)
    {
        SegmentPlan.Fill(_plan, truncation, walk.Sequence);
        for (int i = SegmentPlan.IndexFrom(_plan, walk.Done); i < _plan.Count && walk.GoesOn; i++)
        {
            Segment segment = _plan[i];
            bool isLastToRun = i + 1 == _plan.Count || _plan[i + 1].Start >= segment.End;
            walk.AdvanceTo(segment.Start);
            walk.BeginUpdate(segment.FirstLoss, segment.End);
            if (checkpointing == Checkpointing.None)
                FollowWhole(walk, segment, isLastToRun);
            else
                FollowInBlocks(walk, segment, isLastToRun);
            if (!isLastToRun && walk.UpdatesInside)
                walk.AdvanceTo(_plan[i + 1].Start);
            walk.EndUpdate();
        }
    }

    public void Dispose() => _blocks?.Dispose();

    private static void FollowWhole(SequenceWalk<T, TState> walk, Segment segment, bool keep)
    {
        TState start = walk.Enter();
        walk.Backward(walk.Run(in start, segment, out TState next));
        if (keep)
            walk.Keep(next, segment.End);
    }

    private void FollowInBlocks(SequenceWalk<T, TState> walk, Segment segment, bool keep)
    {
        _blocks ??= new SegmentBlocks<T, TState>(walk, checkpointing);
        _blocks.Follow(segment);
        if (keep)
            walk.Keep(_blocks.Final, segment.End);
    }
}
