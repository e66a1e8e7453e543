namespace AutoDiff.Examples.FixedPoint;

/// <summary>What a way of differentiating solutions of Kepler's equation comes to.</summary>
/// <param name="Way">Which.</param>
/// <param name="PlaceError">The largest error of a place, in radians.</param>
/// <param name="SlopeError">The relative error of the slope of their sum.</param>
/// <param name="Nodes">Nodes on the tape.</param>
/// <param name="Kilobytes">The tape's memory.</param>
public readonly record struct KeplerResult(string Way, double PlaceError, double SlopeError, int Nodes, long Kilobytes);
