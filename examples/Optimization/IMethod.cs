namespace AutoDiff.Examples.Optimization;

/// <summary>A way to choose where to go next.</summary>
public interface IMethod
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>A direction that leads downhill.</summary>
    /// <param name="at">The present place.</param>
    double[] Direction(Point at);

    /// <summary>Told of every step.</summary>
    /// <param name="from">The place before.</param>
    /// <param name="to">The place after.</param>
    void Moved(Point from, Point to)
    {
    }

    /// <summary>The first length that the line search tries.</summary>
    /// <param name="last">The length of the last step; 0 before the first.</param>
    /// <param name="direction">The direction.</param>
    double FirstLength(double last, double[] direction) => 1;
}
