using System.Collections.Generic;

namespace AutoDiff.Oracle;

internal static partial class Table<T>
{
    // Windows in one and two dimensions. Maxima are drawn without ties, which PyTorch gives to the first.
    private static IEnumerable<Case<T>> Windows =>
    [
        Row(x => Ops.Conv1d(x[0], x[1]), "F.conv1d(a, b)", [In(2, 3, 9), In(4, 3, 3)]),
        Row(x => Ops.Conv1d(x[0], x[1], x[2], 2, 1, 2, 2), "F.conv1d(a, b, c, stride=2, padding=1, dilation=2, groups=2)", [In(2, 4, 11), In(6, 2, 3), In(6)]),
        Row(x => Ops.Conv2d(x[0], x[1], x[2]), "F.conv2d(a, b, c)", [In(2, 3, 6, 5), In(4, 3, 3, 2), In(4)]),
        Row(
            x => Ops.Conv2d(x[0], x[1], null, (2, 1), (1, 2), (1, 2), 3),
            "F.conv2d(a, b, None, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=3)",
            [In(1, 3, 7, 6), In(6, 1, 3, 2)]),
        Row(x => Ops.Conv2d(x[0], x[1]), "F.conv2d(a, b)", [In(1, 5, 4, 4), In(7, 5, 1, 1)]),
        Row(x => Ops.ConvTranspose1d(x[0], x[1]), "F.conv_transpose1d(a, b)", [In(2, 3, 5), In(3, 4, 3)]),
        Row(
            x => Ops.ConvTranspose1d(x[0], x[1], x[2], 2, 1, 1, 2),
            "F.conv_transpose1d(a, b, c, stride=2, padding=1, output_padding=1, dilation=2)",
            [In(1, 2, 6), In(2, 3, 3), In(3)]),
        Row(x => Ops.ConvTranspose2d(x[0], x[1], x[2]), "F.conv_transpose2d(a, b, c)", [In(2, 3, 4, 3), In(3, 2, 2, 3), In(2)]),
        Row(x => Ops.MaxPool1d(x[0], 3), "F.max_pool1d(a, 3)", [In(2, 3, 10)]),
        Row(x => Ops.MaxPool1d(x[0], 3, 2, 1), "F.max_pool1d(a, 3, 2, 1)", [In(2, 3, 9)]),
        Row(x => Ops.MaxPool2d(x[0], (2, 3), (1, 2)), "F.max_pool2d(a, (2, 3), (1, 2))", [In(1, 2, 5, 7)]),
        Row(x => Ops.AveragePool1d(x[0], 3, 2, 1), "F.avg_pool1d(a, 3, 2, 1)", [In(2, 3, 9)]),
        Row(x => Ops.AveragePool1d(x[0], 3, 2, 1, false), "F.avg_pool1d(a, 3, 2, 1, count_include_pad=False)", [In(2, 3, 9)]),
        Row(x => Ops.AveragePool2d(x[0], (2, 3)), "F.avg_pool2d(a, (2, 3))", [In(1, 2, 5, 7)]),
        Row(x => Ops.AdaptiveAveragePool1d(x[0], 4), "F.adaptive_avg_pool1d(a, 4)", [In(2, 3, 10)]),
        Row(x => Ops.AdaptiveAveragePool2d(x[0], (3, 2)), "F.adaptive_avg_pool2d(a, (3, 2))", [In(1, 2, 7, 5)]),
        Row(x => Ops.AdaptiveMaxPool1d(x[0], 4), "F.adaptive_max_pool1d(a, 4)", [In(2, 3, 10)]),
        Row(x => Ops.AdaptiveMaxPool2d(x[0], (3, 2)), "F.adaptive_max_pool2d(a, (3, 2))", [In(1, 2, 7, 5)]),
    ];

    private static IEnumerable<Case<T>> Normalised =>
    [
        Row(x => Ops.LayerNorm(x[0], x[1], x[2]), "F.layer_norm(a, (7,), b, c)", [In(3, 7), In(7), In(7)]),
        Row(x => Ops.LayerNorm(x[0], null, null, 2), "F.layer_norm(a, (3, 4))", [In(2, 3, 4)]),
        Row(x => Ops.RmsNorm(x[0], x[1]), "a * torch.rsqrt((a * a).mean(-1, keepdim=True) + 1e-5) * b", [In(3, 7), In(7)]),
        Row(x => Ops.GroupNorm(x[0], 2, x[1], x[2]), "F.group_norm(a, 2, b, c)", [In(2, 4, 5), In(4), In(4)]),
        Row(
            x => Ops.BatchNorm(x[0], Ops.BatchStatistics(x[0]).Mean, Ops.BatchStatistics(x[0]).Variance, x[1], x[2]),
            "F.batch_norm(a, None, None, b, c, training=True)",
            [In(4, 3, 5), In(3), In(3)]),
        Row(x => Ops.ScaledDotProductAttention(x[0], x[1], x[2]), "torch.softmax(a @ b.mT / 2.0, -1) @ c", [In(2, 5, 4), In(2, 6, 4), In(2, 6, 3)]),
        Row(x => Ops.ScaledDotProductAttention(x[0], x[1], x[2], x[3]), "torch.softmax(a @ b.mT / 2.0 + d, -1) @ c", [In(2, 5, 4), In(2, 6, 4), In(2, 6, 3), In(5, 6)]),
        Row(
            x => Ops.ScaledDotProductAttention(x[0], x[1], x[2], null, true, 0.3),
            "torch.softmax((a @ b.mT * 0.3).masked_fill(torch.ones(5, 5).triu(1) > 0, float('-inf')), -1) @ c",
            [In(2, 5, 4), In(2, 5, 4), In(2, 5, 3)]),
    ];
}
