using System.Collections.Generic;

namespace AutoDiff.Oracle;

// What PyTorch is asked.
internal sealed record Question(string Expression, IReadOnlyList<Question.Tensor> Inputs, Question.Tensor Cotangent)
{
    internal sealed record Tensor(IReadOnlyList<int> Shape, IReadOnlyList<double> Values);
}
