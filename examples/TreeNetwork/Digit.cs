using System.Globalization;

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>A digit.</summary>
/// <param name="Value">Which.</param>
public sealed record Digit(int Value) : Formula(Value, 1)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
