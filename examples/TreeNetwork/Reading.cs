using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>What a network makes of some formulas.</summary>
/// <param name="Logits">A row for each node, a column for each value.</param>
/// <param name="Nodes">The nodes, children before parents.</param>
/// <param name="Roots">Where whole formulas stand among them.</param>
public sealed record Reading(Variable<float> Logits, IReadOnlyList<Formula> Nodes, IReadOnlyList<int> Roots)
{
    /// <summary>The mean cross-entropy of all nodes, in nats: parts of a formula have values too.</summary>
    public Variable<float> Loss => Losses.SoftmaxCrossEntropy(Logits, [.. Nodes.Select(node => node.Value)], LossReduction.Mean);

    /// <summary>Which whole formulas are evaluated rightly.</summary>
    public IReadOnlyList<bool> IsRight()
    {
        int[] values = Ops.ArgMax(Logits, 1);
        return [.. Roots.Select(root => values[root] == Nodes[root].Value)];
    }
}
