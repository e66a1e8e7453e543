namespace AutoDiff.Examples.ScalarTour;

/// <summary>
/// Diamonds nested n deep: <c>y' = (y + 1) + (y - 1)</c>. Every diamond doubles the number of paths from the result to the argument. All
/// partial derivatives are 1, so the slope is the number of paths.
/// </summary>
/// <param name="Depth">How many diamonds.</param>
/// <param name="Edges">Edges of the graph that lead to the argument.</param>
/// <param name="Pushes">Pushes of the reverse sweep.</param>
/// <param name="Paths">The slope.</param>
public readonly record struct Diamonds(int Depth, int Edges, long Pushes, double Paths)
{
    /// <summary>Builds the graph and differentiates it.</summary>
    /// <param name="depth">How many diamonds.</param>
    public static Diamonds Measure(int depth)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0), one = tape.Constant(1), y = x;
        for (int i = 0; i < depth; i++)
            y = (y + one) + (y - one);

        // The two uses of the constant in each diamond lead nowhere.
        int edges = tape.Counters.Edges - (2 * depth);
        double paths = tape.Gradient(y, x).Item();
        return new Diamonds(depth, edges, tape.Counters.Pushes, paths);
    }
}
