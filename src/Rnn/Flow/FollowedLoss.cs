using System.Collections.Generic;

namespace AutoDiff.Rnn;

/// <summary>A loss that was followed back on its own.</summary>
/// <param name="Step">Its step, from 0.</param>
/// <param name="Value">The loss, summed over its targets.</param>
/// <param name="Norms">
/// The norm of <c>dL[Step]/dh[Step - lag]</c>, all parts and layers together, for every lag from 0 that it was followed to; NaN from where it is not finite.
/// </param>
public sealed record FollowedLoss(int Step, double Value, IReadOnlyList<double> Norms);
