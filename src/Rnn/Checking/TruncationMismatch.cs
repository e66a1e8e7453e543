using System;

namespace AutoDiff.Rnn;

/// <summary>An element of a truncated gradient that is not what the policy says.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Element">Which of its elements, counted row-major.</param>
/// <param name="Given">What the gradient has.</param>
/// <param name="Wanted">The sum over all losses, each followed back on its own.</param>
/// <param name="Error">The difference, relative to the largest element of the parameter's gradient.</param>
public sealed record TruncationMismatch(string Parameter, int Element, double Given, double Wanted, double Error)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Parameter}, element {Element}: {Given:R} given, {Wanted:R} wanted, relative error {Error:G3}");
}
