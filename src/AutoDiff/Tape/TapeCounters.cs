namespace AutoDiff;

/// <summary>What a tape holds and what its last backward pass did.</summary>
/// <param name="Nodes">Values on the tape: leaves and results.</param>
/// <param name="Edges">Uses of a value as an input.</param>
/// <param name="Pushes">Contributions that the last backward pass added: the edges on paths from its roots to what was asked for, each once.</param>
/// <param name="Bytes">Memory that the tape holds for values and gradients, used or kept for reuse.</param>
public readonly record struct TapeCounters(int Nodes, int Edges, long Pushes, long Bytes);
