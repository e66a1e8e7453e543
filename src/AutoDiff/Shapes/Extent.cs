namespace AutoDiff;

/// <summary>
/// Two whole numbers for the two axes of a plane, such as a window's size or its stride. One number stands for both: <c>stride: 2</c>; else
/// <c>padding: (1, 2)</c>.
/// </summary>
/// <param name="Height">Along the last axis but one.</param>
/// <param name="Width">Along the last axis.</param>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The same number along both axes.</summary>
    /// <param name="length">The number.</param>
    public static implicit operator Extent(int length) => new(length, length);

    /// <summary>A number for each axis.</summary>
    /// <param name="lengths">Height, then width.</param>
    public static implicit operator Extent((int Height, int Width) lengths) => new(lengths.Height, lengths.Width);

    /// <summary>Height and width in parentheses, as in <c>(3, 5)</c>.</summary>
    public override string ToString() => $"({Height}, {Width})";
}
