using System.Collections.Generic;

namespace AutoDiff.Oracle;

internal static partial class Table<T>
{
    private static IEnumerable<Case<T>> Indexing =>
    [
        Row(x => Ops.Gather(x[0], [2, 0, 2, 1]), "a[indices([2, 0, 2, 1])]", [In(3, 4)]),
        Row(x => Ops.Gather(x[0], [4, 4, 0]), "F.embedding(indices([4, 4, 0]), a)", [In(5, 3)]),
        Row(x => Ops.Gather(x[0], 1, [3, 0, 3]), "torch.index_select(a, 1, indices([3, 0, 3]))", [In(3, 4)]),
        Row(x => Ops.Gather(x[0], -2, [1, 1]), "torch.index_select(a, -2, indices([1, 1]))", [In(2, 3, 4)]),
        Row(x => Ops.EmbeddingBag(x[0], [1, 4, 1, 0, 2], [0, 3]), "F.embedding_bag(indices([1, 4, 1, 0, 2]), a, indices([0, 3]), mode='sum')", [In(5, 3)]),
        Row(
            x => Ops.EmbeddingBag(x[0], [1, 4, 1, 0, 2], [0, 2, 2], BagReduction.Mean),
            "F.embedding_bag(indices([1, 4, 1, 0, 2]), a, indices([0, 2, 2]), mode='mean')",
            [In(5, 3)]),
        Row(x => Ops.EmbeddingBag(x[0], [1, 4, 3, 0, 2], [0, 3], BagReduction.Max), "F.embedding_bag(indices([1, 4, 3, 0, 2]), a, indices([0, 3]), mode='max')", [In(5, 3)]),
        Row(x => Ops.IndexAdd(x[0], 0, [2, 0, 2], x[1]), "torch.index_add(a, 0, indices([2, 0, 2]), b)", [In(4, 3), In(3, 3)]),
        Row(x => Ops.IndexAdd(x[0], 1, [3, 0], x[1]), "torch.index_add(a, 1, indices([3, 0]), b)", [In(2, 4, 2), In(2, 2, 2)]),
        Row(x => Ops.MaskedFill(x[0], Ops.Relu(x[1]), N(1.5)), "torch.masked_fill(a, b > 0, 1.5)", [In(3, 4), In(3, 4)]),
        Row(x => Ops.MaskedFill(x[0], Ops.Relu(x[1]), N(-3)), "torch.masked_fill(a, b > 0, -3)", [In(3, 4), In(4)]),
        Row(x => Ops.MaskedSelect(x[0], Ops.Relu(x[1])), "torch.masked_select(a, b > 0)", [In(3, 4), In(3, 4)]),
        Row(x => Ops.MaskedSelect(x[0], Ops.Relu(x[0])), "torch.masked_select(a, a > 0)", [In(2, 3, 4)]),
        Row(x => Ops.OneHot(x[0].Tape, [2, 0, 1, 2], 4) * x[0], "F.one_hot(indices([2, 0, 1, 2]), 4) * a", [In(4, 4)]),
        Row(x => Ops.Pick(x[0], [2, 0, 3]), "torch.gather(a, 1, indices([2, 0, 3])[:, None])[:, 0]", [In(3, 4)]),
        Row(x => Ops.Pick(x[0], [1]), "torch.select(a, 0, 1)", [In(4)]),
        Row(x => Ops.PutAlong(x[0], 1, [2, 0, 1, 3, 3, 0], x[1]), "torch.scatter(a, 1, indices([[2, 0], [1, 3], [3, 0]]), b)", [In(3, 4), In(3, 2)]),
        Row(x => Ops.PutAlong(x[0], 0, [2, 0, 1], x[1]), "torch.scatter(a, 0, indices([[2, 0, 1]]), b)", [In(4, 3), In(1, 3)]),
        Row(x => Ops.ScatterAdd(x[0], [2, 0, 2], 4), "torch.zeros(4, 3).index_add(0, indices([2, 0, 2]), a)", [In(3, 3)]),
        Row(x => Ops.ScatterAdd(x[0], 1, [1, 1, 0, 4], 5), "torch.zeros(3, 5).index_add(1, indices([1, 1, 0, 4]), a)", [In(3, 4)]),
        Row(x => Ops.ScatterAddAlong(x[0], 1, 4, [2, 0, 1, 1, 3, 0]), "torch.zeros(3, 4).scatter_add(1, indices([[2, 0], [1, 1], [3, 0]]), a)", [In(3, 2)]),
        Row(x => Ops.ScatterAddAlong(x[0], 0, 3, [2, 0, 2, 0]), "torch.zeros(3, 2).scatter_add(0, indices([[2, 0], [2, 0]]), a)", [In(2, 2)]),
        Row(x => Ops.TakeAlong(x[0], 1, 2, [2, 0, 1, 1, 3, 0]), "torch.take_along_dim(a, indices([[2, 0], [1, 1], [3, 0]]), 1)", [In(3, 4)]),
        Row(x => Ops.TakeAlong(x[0], 0, 2, [2, 0, 1, 1]), "torch.gather(a, 0, indices([[2, 0], [1, 1]]))", [In(3, 2)]),
    ];
}
