namespace AutoDiff.Examples.Optimization;

/// <summary>Steepest descent, <c>-gradient</c>.</summary>
public sealed class GradientDescent : IMethod
{
    /// <inheritdoc/>
    public string Name => "gradient descent";

    /// <inheritdoc/>
    public double[] Direction(Point at) => Vectors.Negative(at.Gradient);

    /// <inheritdoc/>
    public double FirstLength(double last, double[] direction) => last == 0 ? 1 / Vectors.Norm(direction) : 2 * last;
}
