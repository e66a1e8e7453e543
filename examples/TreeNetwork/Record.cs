namespace AutoDiff.Examples.TreeNetwork;

/// <summary>Some steps of a training, on formulas that were new to the network.</summary>
/// <param name="Step">The last of them.</param>
/// <param name="Loss">Mean cross-entropy of a node, in nats.</param>
/// <param name="Accuracy">The share of whole formulas evaluated rightly.</param>
/// <param name="TreesPerSecond">Formulas read, differentiated and learnt from in a second.</param>
public readonly record struct Record(int Step, double Loss, double Accuracy, double TreesPerSecond);
