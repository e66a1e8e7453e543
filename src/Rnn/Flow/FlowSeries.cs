using System.Collections.Generic;

namespace AutoDiff.Rnn;

/// <summary>The gradient at one place of a model: a part of a layer's state, or a gate's sum before its nonlinearity.</summary>
/// <param name="Name">What it is called, such as <c>layer 1 cell</c> or <c>layer 0 forget gate</c>.</param>
/// <param name="IsGate">Whether it is a gate.</param>
/// <param name="Steps">The norm of the gradient of all losses' sum with respect to this place after (of a gate: at) each step.</param>
/// <param name="Lags">The mean norm of a followed loss's gradient at this place, by how many steps before the loss; empty for gates.</param>
public sealed record FlowSeries(string Name, bool IsGate, IReadOnlyList<double> Steps, IReadOnlyList<double> Lags);
