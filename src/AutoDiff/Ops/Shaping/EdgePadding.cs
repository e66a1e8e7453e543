namespace AutoDiff;

/// <summary>What stands beside the ends of an axis that is made longer, for the axis <c>a b c d</c>.</summary>
public enum EdgePadding
{
    /// <summary>The axis mirrored at its ends, which are not repeated: <c>c b | a b c d | c b</c>.</summary>
    Reflect,

    /// <summary>The end again and again: <c>a a | a b c d | d d</c>.</summary>
    Replicate,

    /// <summary>The axis as a ring: <c>c d | a b c d | a b</c>.</summary>
    Circular,
}
