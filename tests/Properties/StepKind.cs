using System;

namespace AutoDiff.Properties;

/// <summary>Something that a line of a random program can compute, as C# text and as the function itself.</summary>
/// <param name="Text">The expression: {0} and {1} are the operands, {2} the constant. A statement where it names the result, {3}.</param>
/// <param name="Apply">The same from operands and constant.</param>
/// <param name="HasKinks">Whether the function has kinks or jumps, near which finite differences mean nothing.</param>
/// <param name="HasConstants">Whether a path is cut on purpose, so that finite differences and gradient differ.</param>
public sealed record StepKind(string Text, Func<Variable<double>, Variable<double>, double, Variable<double>> Apply, bool HasKinks = false, bool HasConstants = false)
{
    /// <summary>Whether the text is a statement of its own.</summary>
    public bool IsStatement => Text.Contains("{3}", StringComparison.Ordinal);
}
