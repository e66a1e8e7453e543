using System.Collections.Generic;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell whose <c>Project</c> returns the inputs' part of several gates side by side, in blocks of equal width along the last axis from its beginning, each
/// added to its gate's sum: the gradient of a block is then that of the gate before its nonlinearity, which <see cref="GradientFlow{T, TState}"/> reports.
/// </summary>
public interface IGatedCell
{
    /// <summary>What the blocks are called, in order; none where they are not gates, as around a cell that has none.</summary>
    IReadOnlyList<string> GateNames { get; }

    /// <summary>How many features the blocks have together, where something else stands behind them.</summary>
    /// <param name="projected">The features that <c>Project</c> returns.</param>
    /// <returns>All of them, unless the cell says otherwise.</returns>
    int GatedFeatures(int projected) => projected;

    // The gates of any cell.
    internal static IReadOnlyList<string> NamesOf(object cell) => (cell as IGatedCell)?.GateNames ?? [];

    internal static int FeaturesOf(object cell, int projected) => (cell as IGatedCell)?.GatedFeatures(projected) ?? projected;
}
