namespace AutoDiff.Examples.GradientPenalty;

/// <summary>What a critic is like after some updates.</summary>
/// <param name="Step">How many updates.</param>
/// <param name="Gap">Mean judgement of real points above that of made ones.</param>
/// <param name="Penalty">The mean of <c>(|slope| - 1)²</c>.</param>
/// <param name="Slope">The mean length of the slope between the clouds.</param>
/// <param name="Steepest">The largest length.</param>
public readonly record struct Record(int Step, double Gap, double Penalty, double Slope, double Steepest)
{
    /// <summary>What the critic proves of the clouds' distance: a function that is nowhere steeper than 1 has no larger gap than the distance.</summary>
    public double Bound => Gap / Steepest;
}
