using System.Collections.Generic;

namespace AutoDiff.Oracle;

// What either side says of a case: the value, a gradient for each input, and of second order one for each input and the
// cotangent; null where PyTorch has none. All arrays are row-major.
internal sealed record Derivatives(IReadOnlyList<double> Value, IReadOnlyList<IReadOnlyList<double>> Gradients, IReadOnlyList<IReadOnlyList<double>>? Second);
