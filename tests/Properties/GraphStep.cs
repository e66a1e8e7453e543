namespace AutoDiff.Properties;

/// <summary>One line of a <see cref="GraphProgram"/>.</summary>
/// <param name="Kind">What is computed: a place in <see cref="StepKinds.All"/>.</param>
/// <param name="A">The first operand: a place among the values so far, modulo their number.</param>
/// <param name="B">The second operand, likewise.</param>
/// <param name="C">A constant from -1 to 1.</param>
public readonly record struct GraphStep(int Kind, int A, int B, double C);
