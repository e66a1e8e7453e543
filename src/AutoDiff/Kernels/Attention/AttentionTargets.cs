using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Where an attention's cotangents are added up; empty where nobody wants them.
internal ref struct AttentionTargets<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Target<T> QueriesBar { get; init; }

    public Target<T> KeysBar { get; init; }

    public Target<T> ValuesBar { get; init; }

    public Target<T> MaskBar { get; init; }

    public readonly Span<T> Queries => QueriesBar.Values;

    public readonly Span<T> Keys => KeysBar.Values;

    public readonly Span<T> Values => ValuesBar.Values;

    public readonly Span<T> Mask => MaskBar.Values;

    // Whether more than the values' cotangents is wanted.
    public readonly bool NeedsScores => QueriesBar.IsWanted || KeysBar.IsWanted || MaskBar.IsWanted;

    // Zeros where there is nothing to add to.
    public readonly void Start()
    {
        Start(QueriesBar);
        Start(KeysBar);
        Start(ValuesBar);
        Start(MaskBar);
    }

    private static void Start(Target<T> target)
    {
        if (!target.Accumulate)
            target.Values.Clear();
    }
}
