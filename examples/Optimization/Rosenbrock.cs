using static AutoDiff.Ops;

namespace AutoDiff.Examples.Optimization;

/// <summary>
/// The banana valley, <c>sum_i 100 (x_(i+1) - x_i²)² + (1 - x_i)²</c>: a curved valley with steep sides and a flat floor, which ends at the
/// minimum of 0 where all variables are 1.
/// </summary>
/// <remarks>Source: Rosenbrock 1960, in the usual chain of n variables.</remarks>
/// <param name="dimension">How many variables, 2 or more.</param>
public sealed class Rosenbrock(int dimension) : IObjective
{
    /// <inheritdoc/>
    public string Name => $"Rosenbrock, {dimension} variables";

    /// <inheritdoc/>
    public double[] Start()
    {
        double[] start = new double[dimension];
        for (int i = 0; i < dimension; i++)
            start[i] = i % 2 == 0 ? -1.2 : 1;
        return start;
    }

    /// <inheritdoc/>
    public Variable<double> Value(Variable<double> x)
    {
        Variable<double> before = Slice(x, 0, 0, dimension - 1), after = Slice(x, 0, 1, dimension - 1);
        return (100 * SumOfSquares(after - Square(before))) + SumOfSquares(1 - before);
    }
}
