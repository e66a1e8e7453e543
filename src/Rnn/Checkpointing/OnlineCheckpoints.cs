using System;
using System.Collections.Generic;

namespace AutoDiff.Rnn;

/// <summary>
/// Which states to keep of a sequence whose length nobody knows yet: evenly spaced ones. When all slots are full every second state is let go and
/// the spacing doubles, so that as many slots as there are hold a sequence of any length.
/// </summary>
/// <remarks>
/// On the way back, the last gap between kept states comes first, run by the binomial schedule with the slots that are free by then;
/// <see cref="GapPlan"/> says how. A step may be a block of consecutive time steps.
/// </remarks>
public sealed class OnlineCheckpoints
{
    private readonly List<int> _kept = [];

    /// <summary>Makes the bookkeeping for a sequence that has not begun.</summary>
    /// <param name="slots">How many states may be kept, that before the first step included; 2 or more.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 slots.</exception>
    public OnlineCheckpoints(int slots)
    {
        if (slots < 2)
            throw new ArgumentException($"OnlineCheckpoints: {slots} slots; need 2 or more: the state before the first step takes one.");
        Slots = slots;
    }

    /// <summary>How many states may be kept.</summary>
    public int Slots { get; }

    /// <summary>How many steps there have been.</summary>
    public int Steps { get; private set; }

    /// <summary>How many steps lie between kept states.</summary>
    public int Spacing { get; private set; } = 1;

    /// <summary>The steps before which a state is kept, ascending.</summary>
    public IReadOnlyList<int> Kept => _kept;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _kept.Clear();
        Steps = 0;
        Spacing = 1;
    }

    /// <summary>Another step is about to be run.</summary>
    /// <param name="letGo">Told the step of every state that is not kept any longer, before the new one is.</param>
    /// <returns>Whether the state before the step is to be kept.</returns>
    public bool Next(Action<int> letGo)
    {
        int step = Steps++;
        if (step % Spacing != 0)
            return false;
        if (_kept.Count == Slots)
        {
            Spacing = checked(2 * Spacing);
            int kept = 0;
            for (int i = 0; i < _kept.Count; i++)
            {
                if (_kept[i] % Spacing == 0)
                    _kept[kept++] = _kept[i];
                else
                    letGo(_kept[i]);
            }

            _kept.RemoveRange(kept, _kept.Count - kept);
            if (step % Spacing != 0)
                return false;
        }

        _kept.Add(step);
        return true;
    }

    /// <summary>How the gap behind a kept state is followed back, when those behind later ones have been.</summary>
    /// <param name="index">Which of <see cref="Kept"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such state is kept.</exception>
    public CheckpointPlan GapPlan(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_kept.Count, nameof(index));
        int end = index + 1 < _kept.Count ? _kept[index + 1] : Steps;
        return CheckpointPlan.States(end - _kept[index], Slots - index);
    }
}
