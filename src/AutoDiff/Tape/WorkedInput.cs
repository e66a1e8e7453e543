namespace AutoDiff;

/// <summary>An input of a worked case: its shape, and the interval that its elements are drawn from.</summary>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Low">The smallest element.</param>
/// <param name="High">The largest element.</param>
public readonly record struct WorkedInput(Shape Shape, double Low = -2, double High = 2);
