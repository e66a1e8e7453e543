using System.Collections.Generic;

namespace AutoDiff.Oracle;

internal static partial class Table<T>
{
    private static IEnumerable<Case<T>> Reductions =>
    [
        .. Reduction(Ops.Sum, Ops.Sum, Ops.Sum, "torch.sum(a, {dim}, {keep})"),
        .. Reduction(Ops.SumOfSquares, Ops.SumOfSquares, Ops.SumOfSquares, "torch.sum(a * a, {dim}, {keep})"),
        .. Reduction(Ops.Mean, Ops.Mean, Ops.Mean, "torch.mean(a, {dim}, {keep})"),
        .. Reduction(Ops.Product, Ops.Product, Ops.Product, "product(a, {dim}, {keep})"),
        .. Reduction(Ops.Max, Ops.Max, Ops.Max, "torch.amax(a, {dim}, {keep})"),
        .. Reduction(Ops.Min, Ops.Min, Ops.Min, "torch.amin(a, {dim}, {keep})"),
        .. Reduction(Ops.LogSumExp, Ops.LogSumExp, Ops.LogSumExp, "torch.logsumexp(a, {dim}, {keep})"),
        .. Reduction(x => Ops.Variance(x), (x, axis, keep) => Ops.Variance(x, axis, keep), (x, axes, keep) => Ops.Variance(x, axes, keep), "torch.var(a, {dim}, True, {keep})"),
        .. Reduction(
            x => Ops.Variance(x, false),
            (x, axis, keep) => Ops.Variance(x, axis, keep, false),
            (x, axes, keep) => Ops.Variance(x, axes, keep, false),
            "torch.var(a, {dim}, False, {keep})"),
        .. Reduction(
            x => Ops.StandardDeviation(x),
            (x, axis, keep) => Ops.StandardDeviation(x, axis, keep),
            (x, axes, keep) => Ops.StandardDeviation(x, axes, keep),
            "torch.std(a, {dim}, True, {keep})"),
        .. Reduction(
            x => Ops.StandardDeviation(x, false),
            (x, axis, keep) => Ops.StandardDeviation(x, axis, keep, false),
            (x, axes, keep) => Ops.StandardDeviation(x, axes, keep, false),
            "torch.std(a, {dim}, False, {keep})"),
        .. Norms(1, "1"),
        .. Norms(2, "2"),
        .. Norms(3.5, "3.5"),
        .. Norms(double.PositiveInfinity, "math.inf"),
        Row(x => Ops.Sum(x[0]), "torch.sum(a)", [In()]),
        Row(x => Ops.SquaredDistance(x[0], x[1]), "F.mse_loss(a, b, reduction='sum')", [In(3, 4), In(3, 4)]),
        Row(x => Ops.SumTo(x[0], new Shape(4)), "a.sum_to_size(4)", [In(3, 4)]),
        Row(x => Ops.SumTo(x[0], new Shape(2, 1, 4)), "a.sum_to_size(2, 1, 4)", [In(2, 3, 4)]),
        Row(x => Ops.SumTo(x[0], new Shape()), "a.sum()", [In(2, 3)]),
        Row(x => Numbers(x[0], Ops.ArgMax(x[0], 1), 3), "torch.argmax(a, 1)", [In(3, 9)]),
        Row(x => Numbers(x[0], [Ops.ArgMax(x[0])], 1), "torch.argmax(a).reshape(1)", [In(3, 4)]),
        Row(x => Numbers(x[0], Ops.ArgMin(x[0], 0), 4), "torch.argmin(a, 0)", [In(3, 4)]),
        Row(x => Numbers(x[0], [Ops.ArgMin(x[0])], 1), "torch.argmin(a).reshape(1)", [In(3, 4)]),
        Row(x => Numbers(x[0], Ops.CountNonZero(Ops.Relu(x[0]), 1), 3), "torch.count_nonzero(a.relu(), 1)", [In(3, 4)]),
        Row(x => Numbers(x[0], Truths(Ops.Any(Ops.Relu(x[0]), 0)), 20), "torch.any(a > 0, 0)", [In(3, 20)]),
        Row(x => Numbers(x[0], Truths(Ops.All(Ops.Relu(x[0]), 0)), 20), "torch.all(a > 0, 0)", [In(3, 20)]),
    ];

    private static IEnumerable<Case<T>> Scans =>
    [
        .. Scan(Ops.CumulativeSum, "torch.cumsum(a, {dim})"),
        .. Scan(Ops.CumulativeProduct, "torch.cumprod(a, {dim})"),
        .. Scan(Ops.CumulativeMax, "torch.cummax(a, {dim}).values"),
        .. Scan(Ops.CumulativeLogSumExp, "torch.logcumsumexp(a, {dim})"),
    ];

    private static IEnumerable<Case<T>> Norms(double order, string text) =>
        Reduction(
            x => Ops.Norm(x, order),
            (x, axis, keep) => Ops.Norm(x, axis, order, keep),
            (x, axes, keep) => Ops.Norm(x, axes, order, keep),
            $"torch.linalg.vector_norm(a, {text}, {{dim}}, {{keep}})");
}
