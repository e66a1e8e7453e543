namespace AutoDiff.Examples.Optimization;

/// <summary>A function to be minimised. It says its value only; derivatives come from the tape.</summary>
public interface IObjective
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>Where minimisation begins; as many numbers as the function has variables.</summary>
    double[] Start();

    /// <summary>The value.</summary>
    /// <param name="x">The variables <c>[n]</c>.</param>
    /// <returns>A scalar.</returns>
    Variable<double> Value(Variable<double> x);
}
