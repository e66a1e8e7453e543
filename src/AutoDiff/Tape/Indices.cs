namespace AutoDiff;

/// <summary>
/// Whole numbers kept on a tape for an operation that looks things up, such as class indices. Made by
/// <see cref="Tape{T}.Keep"/>, read through the call that the operation receives.
/// </summary>
public readonly struct Indices
{
    internal Indices(int offset, int count)
    {
        Offset = offset;
        Count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    internal int Offset { get; }
}
