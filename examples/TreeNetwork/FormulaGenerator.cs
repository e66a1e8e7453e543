using System;
using System.Linq;

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>Draws formulas of any shape: every number of leaves is as likely, and so is every place to divide them.</summary>
/// <param name="modulus">Digits and values are 0 to one less than this.</param>
/// <param name="seed">Decides the formulas.</param>
public sealed class FormulaGenerator(int modulus, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Draws formulas.</summary>
    /// <param name="count">How many.</param>
    /// <param name="fewest">The smallest number of leaves.</param>
    /// <param name="most">The largest number of leaves.</param>
    public Formula[] Draw(int count, int fewest, int most) => [.. Enumerable.Range(0, count).Select(_ => Draw(_random.Next(fewest, most + 1)))];

    private Formula Draw(int leaves)
    {
        if (leaves == 1)
            return new Digit(_random.Next(modulus));
        int left = _random.Next(1, leaves);
        return Operation.Of(_random.Next(Formula.Signs.Length), Draw(left), Draw(leaves - left), modulus);
    }
}
