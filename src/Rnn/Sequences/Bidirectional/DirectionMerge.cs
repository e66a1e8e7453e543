namespace AutoDiff.Rnn;

/// <summary>How the outputs of the two directions become one.</summary>
public enum DirectionMerge
{
    /// <summary>Forward features, then backward features.</summary>
    Concatenate,

    /// <summary>Their sum; both directions have as many features.</summary>
    Sum,
}
