using System.Collections.Generic;

namespace AutoDiff;

/// <summary>What an operation gives for special inputs: infinities, NaN, signed zeros, kinks and the ends of its domain.</summary>
/// <param name="Inputs">One element for each input.</param>
/// <param name="Output">The expected result; the sign of a zero counts.</param>
public readonly record struct SpecialValue(IReadOnlyList<double> Inputs, double Output)
{
    /// <summary>The expected derivative with respect to each input, where it is defined by convention (at kinks); null where it is not checked.</summary>
    public IReadOnlyList<double>? Slopes { get; init; }
}
