using System.Collections.Generic;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>A node of the expression graph after both sweeps.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Text">How it is computed; empty for the argument.</param>
/// <param name="Inputs">The nodes it is computed from, by place.</param>
/// <param name="Value">Its value.</param>
/// <param name="Partials">The local partial derivative with respect to each input.</param>
/// <param name="Adjoint">The derivative of the result with respect to the node, along all paths.</param>
public sealed record Node(string Name, string Text, IReadOnlyList<int> Inputs, double Value, IReadOnlyList<double> Partials, double Adjoint);
