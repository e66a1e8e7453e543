using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Oracle;

internal static partial class Table<T>
{
    // Points where there is no derivative, or PyTorch does not find it, and the two answer differently on purpose.
    public static IReadOnlyList<Case<T>> Kinks { get; } =
    [
        At(x => Ops.Atan2(x[0], x[1]), "torch.atan2(a, b)", [0], [0]),
        At(x => Ops.CumulativeMax(x[0], 0), "torch.cummax(a, 0).values", [1, 1, 0]),
        At(x => Ops.Determinant(Ops.Reshape(x[0], new Shape(2, 2))), "torch.linalg.det(a.reshape(2, 2))", [1, 2, 2, 4]),
        At(x => Ops.Hardsigmoid(x[0]), "F.hardsigmoid(a)", [-3, 3]),
        At(x => Ops.Hardtanh(x[0]), "F.hardtanh(a)", [-1, 1]),
        At(x => Ops.Hypot(x[0], x[1]), "torch.hypot(a, b)", [0], [0]),
        At(x => Ops.LogAddExp(x[0], x[1]), "torch.logaddexp(a, b)", [double.NegativeInfinity], [double.NegativeInfinity]),
        At(x => Ops.LogSumExp(x[0], 0), "torch.logsumexp(a, 0)", [double.NegativeInfinity, double.NegativeInfinity]),
        At(x => Ops.Max(x[0], 0), "torch.max(a, 0).values", [1, 1, 0]),
        At(x => Ops.Softplus(x[0]), "F.softplus(a)", [21]),
        At(x => Ops.XLogY(x[0], x[1]), "torch.xlogy(a, b)", [0], [0]),
    ];

    private static Case<T> At(WorkedFunction<T> function, string expression, params double[][] elements) =>
        Row(function, expression, [.. elements.Select(element => In(element.Length))]) with { At = elements };
}
