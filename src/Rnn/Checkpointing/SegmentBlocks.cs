using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The segments of a walk, each cut into blocks and followed back under a <see cref="Checkpointing"/>.</summary>
internal sealed class SegmentBlocks<T, TState>(SequenceWalk<T, TState> walk, Checkpointing checkpointing) : IBlocks<T, TState>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly BlockSolver<T, TState> _solver = new(walk.Tape);
    private readonly Dictionary<(int Steps, long StateBytes), (int BlockLength, CheckpointPlan Plan)> _plans = [];
    private Segment _segment;
    private int _blockLength;

    public T Scale => walk.Scale;

    // The state after the segment that was followed back last.
    public CarriedState<T, TState> Final => _solver.Final;

    public void Follow(Segment segment)
    {
        _segment = segment;
        long stateBytes = checkpointing.Kind == CheckpointKind.Budget ? BytesOf(walk.Enter(walk.Tape)) : 0;
        if (!_plans.TryGetValue((segment.Steps, stateBytes), out (int BlockLength, CheckpointPlan Plan) planned))
            _plans.Add((segment.Steps, stateBytes), planned = Planned(segment, stateBytes));
        _blockLength = planned.BlockLength;
        for (int i = 0; i < planned.Plan.Steps; i++)
            RequireReach(BlockAt(i));
        _solver.Begin();
        _solver.Follow(this, null, 0, planned.Plan);
    }

    public Segment BlockAt(int index)
    {
        int from = _segment.Start + (index * _blockLength), end = Math.Min(from + _blockLength, _segment.End);
        int firstLoss = Math.Clamp(_segment.FirstLoss, from, end);
        return new Segment(from, firstLoss < end && walk.Sequence.TargetCount(firstLoss, end) > 0 ? firstLoss : end, end);
    }

    public TState Enter(Tape<T> tape) => walk.Enter(tape);

    public Variable<T> Run(Tape<T> tape, in TState state, Segment segment, out TState next) => walk.Run(tape, in state, segment, out next);

    public void Dispose() => _solver.Dispose();

    private void RequireReach(Segment block)
    {
        if (BlockErrors.ReachesBack(walk.Sequence, block, out int read))
            throw BlockErrors.OutsideBlock("TruncatedBackprop", block, read, checkpointing.ToString(), "Checkpointing.None, or longer blocks");
    }

    private (int BlockLength, CheckpointPlan Plan) Planned(Segment segment, long stateBytes)
    {
        if (checkpointing.Kind == CheckpointKind.Budget)
            return BudgetPlanner.Choose(checkpointing.Amount, segment.Steps, Measure(segment, stateBytes));
        int length = Math.Min(checkpointing.BlockLength, segment.Steps);
        int blocks = (segment.Steps + length - 1) / length, slots = (int)Math.Min(checkpointing.Amount, blocks);
        return (length, checkpointing.Kind == CheckpointKind.States ? CheckpointPlan.States(blocks, slots) : CheckpointPlan.Records(blocks, slots));
    }

    // Runs one step, and a few, to see what they take.
    private BlockSizes Measure(Segment segment, long stateBytes)
    {
        const int Few = 8;
        int few = Math.Min(Few, segment.Steps);
        long one = RecordBytes(segment with { End = segment.Start + 1 }), all = few > 1 ? RecordBytes(segment with { End = segment.Start + few }) : one;
        double perStep = few > 1 ? Math.Max(0, (double)(all - one) / (few - 1)) : one;
        return new BlockSizes(stateBytes, Math.Max(0, one - (long)perStep), perStep);
    }

    private long RecordBytes(Segment segment)
    {
        int firstLoss = walk.Sequence.TargetCount(segment.Start, segment.End) > 0 ? segment.Start : segment.End;
        Tape<T> tape = walk.Tape;
        TState state = walk.Enter(tape);
        walk.Sequence.Run(tape, in state, segment with { FirstLoss = firstLoss }, out _);
        return tape.BytesInUse;
    }

    private static long BytesOf(TState state)
    {
        long bytes = 0;
        for (int i = 0; i < state.PartCount; i++)
            bytes += System.Runtime.InteropServices.MemoryMarshal.AsBytes(state[i].Values).Length;
        return bytes;
    }
}
