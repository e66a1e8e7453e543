namespace AutoDiff;

/// <summary>What becomes of the rows in one bag of <see cref="Ops.EmbeddingBag"/>.</summary>
public enum BagReduction
{
    /// <summary>Their sum; 0 for an empty bag.</summary>
    Sum,

    /// <summary>Their mean; 0 for an empty bag.</summary>
    Mean,

    /// <summary>The largest element of each column; 0 for an empty bag.</summary>
    Max,
}
