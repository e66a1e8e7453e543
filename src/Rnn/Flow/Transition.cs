namespace AutoDiff.Rnn;

/// <summary>What one or several steps do to small changes of the whole state: estimates for the Jacobian <c>dh[To]/dh[From]</c>.</summary>
/// <param name="From">The step before which the state is changed.</param>
/// <param name="To">The step before which the change is looked at.</param>
/// <param name="Norm">The largest singular value, over all parts, layers and rows: the most that a change can be multiplied by. Found by power iteration, from below.</param>
/// <param name="Radius">The spectral radius, the growth of a change by repeating the transition: the geometric mean of the growth over the later half of the iterations.</param>
public readonly record struct Transition(int From, int To, double Norm, double Radius);
