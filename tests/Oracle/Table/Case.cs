using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Oracle;

// One comparison: our call, PyTorch's expression of the inputs a, b, c, ..., and what the inputs are drawn from.
internal sealed record Case<T>(string Operation, WorkedFunction<T> Function, string Expression, IReadOnlyList<WorkedInput> Inputs)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // What is known, by a closed form, of PyTorch's own error where that is larger than the bounds.
    public double TheirError { get; init; }

    // Where the inputs are not drawn: their elements. The cotangent then is ones.
    public IReadOnlyList<double[]>? At { get; init; }

    public override string ToString()
    {
        List<string> shapes = [];
        foreach (WorkedInput input in Inputs)
            shapes.Add(input.Shape.ToString());
        return $"{Operation}: {Expression} of {string.Join(", ", shapes)}";
    }
}
