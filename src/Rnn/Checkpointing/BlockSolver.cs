using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Carries a <see cref="CheckpointPlan"/> out: runs blocks forward and follows them back, the last one first, with what the plan keeps.
/// </summary>
/// <remarks>
/// A stretch is advanced to where the plan cuts it; the later part comes first, the earlier one waits. What is kept for the later part is
/// let go when it is done. Blocks are always run one by one, so that they have the same bits each time.
/// </remarks>
internal sealed class BlockSolver<T, TState>(Tape<T> tape) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    // Places of states: numbers from 0 on are slots, those from Records on downwards are kept records.
    private const int Given = -1, Advanced = -2, Records = -3;

    private readonly Stack<Waiting> _waiting = new();
    private readonly List<CarriedState<T, TState>> _slots = [];
    private readonly List<BlockRecord<T, TState>> _records = [];
    private readonly CarriedState<T, TState> _advanced = new();
    private readonly StateGradient<T> _gradient = new();
    private int _slotsUsed;
    private int _recordsUsed;

    // The state after the last block that was followed back first.
    public CarriedState<T, TState> Final { get; } = new();

    // Nothing follows on what comes next.
    public void Begin() => _gradient.Clear();

    // Follows blocks back from the state before the first of them, which is given, or the beginning of all where it is null.
    public void Follow(IBlocks<T, TState> blocks, CarriedState<T, TState>? start, int first, CheckpointPlan plan)
    {
        try
        {
            FollowPlan(blocks, start, first, plan);
        }
        finally
        {
            foreach (BlockRecord<T, TState> record in _records)
                record.Tape.Reset();
        }
    }

    public void Dispose()
    {
        foreach (BlockRecord<T, TState> record in _records)
            record.Dispose();
    }

    private void FollowPlan(IBlocks<T, TState> blocks, CarriedState<T, TState>? start, int first, CheckpointPlan plan)
    {
        _waiting.Clear();
        _slotsUsed = _recordsUsed = 0;
        int count = plan.Steps, units = plan.Units, from = Given;
        bool isLast = true;
        while (true)
        {
            while (count > 0)
            {
                CheckpointSplit split = plan.Split(count, units);
                int run = split.KeepsRecord ? split.Advance - 1 : split.Advance;
                int reached = Advance(blocks, start, from, first, run);
                _waiting.Push(new Waiting(first, run, units, from, split.KeepsRecord));
                first += split.Advance;
                count -= split.Advance;
                if (split.KeepsRecord)
                {
                    BlockRecord<T, TState> record = RecordAt(_recordsUsed++);
                    record.Run(blocks, blocks.BlockAt(first - 1), Numbers(start, reached));
                    if (isLast && count == 0)
                        Final.Save(record.Next);
                    isLast &= count > 0;
                    units -= plan.RecordCost;
                    from = Records - (_recordsUsed - 1);
                }
                else
                {
                    SlotAt(_slotsUsed).CopyFrom(_advanced);
                    units--;
                    from = _slotsUsed++;
                }
            }

            if (!_waiting.TryPop(out Waiting next))
                return;
            if (next.HasRecord)
                _records[--_recordsUsed].Backward(blocks.Scale, _gradient);
            else
                _slotsUsed--;
            (first, count, units, from) = (next.First, next.Count, next.Units, next.From);
        }
    }

    // Runs blocks without recording, on the tape of the next record; says where the state after them is.
    private int Advance(IBlocks<T, TState> blocks, CarriedState<T, TState>? start, int from, int first, int count)
    {
        Tape<T> forward = RecordAt(_recordsUsed).Tape;
        for (int i = first; i < first + count; i++)
        {
            Segment block = blocks.BlockAt(i);
            forward.Reset();
            TState state = Numbers(start, from) is { } numbers ? numbers.Restore(forward) : blocks.Enter(forward);
            using NoGradientScope<T> plain = forward.NoGradient();
            blocks.Run(forward, in state, block with { FirstLoss = block.End }, out TState next);
            _advanced.Save(next);
            from = Advanced;
        }

        return from;
    }

    private StateNumbers<T, TState>? Numbers(CarriedState<T, TState>? start, int place) => place switch
    {
        Given => start is null ? null : new StateNumbers<T, TState>(start),
        Advanced => new StateNumbers<T, TState>(_advanced),
        >= 0 => new StateNumbers<T, TState>(_slots[place]),
        _ => new StateNumbers<T, TState>(in _records[Records - place].Next),
    };

    private CarriedState<T, TState> SlotAt(int index)
    {
        if (index == _slots.Count)
            _slots.Add(new CarriedState<T, TState>());
        return _slots[index];
    }

    // The first record stands on the trainer's tape.
    private BlockRecord<T, TState> RecordAt(int index)
    {
        if (index == _records.Count)
            _records.Add(new BlockRecord<T, TState>(index == 0 ? tape : null));
        return _records[index];
    }

    // An earlier part, which is followed back when the later one is done.
    private readonly record struct Waiting(int First, int Count, int Units, int From, bool HasRecord);
}
