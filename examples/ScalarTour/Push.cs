namespace AutoDiff.Examples.ScalarTour;

/// <summary>One multiply-add of the reverse sweep: <c>target's adjoint += adjoint · partial</c>.</summary>
/// <param name="From">The node that is visited, by place.</param>
/// <param name="To">The input that receives, by place.</param>
/// <param name="Adjoint">The visited node's adjoint, complete by now.</param>
/// <param name="Partial">The local partial derivative along the edge.</param>
/// <param name="Sum">The receiver's adjoint after the push.</param>
public readonly record struct Push(int From, int To, double Adjoint, double Partial, double Sum);
