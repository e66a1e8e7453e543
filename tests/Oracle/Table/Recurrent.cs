using System.Collections.Generic;

namespace AutoDiff.Oracle;

internal static partial class Table<T>
{
    private static IEnumerable<Case<T>> Fused =>
    [
        .. SoftmaxOf(-1),
        .. SoftmaxOf(0),
        .. SoftmaxOf(1),
        Row(x => Ops.SoftmaxCrossEntropy(x[0], [2, 0, 3]), "F.cross_entropy(a, indices([2, 0, 3]), reduction='none')", [In(3, 4)]),
        Row(x => Ops.SoftmaxCrossEntropy(x[0], [1]), "F.cross_entropy(a, indices(1), reduction='none')", [In(21)]),
    ];

    // Steps that PyTorch computes from inputs and weights are given what comes before them by weights that are unit matrices.
    private static IEnumerable<Case<T>> Recurrent =>
    [
        Row(x => Ops.LstmGates(x[0], x[1]), "torch.stack(torch.lstm_cell(a, (b * 0, b), torch.eye(12), torch.zeros(12, 3)))", [In(2, 12), In(2, 3)]),
        Row(x => Ops.LstmGates(x[0], x[1]), "torch.stack(torch.lstm_cell(a, (b * 0, b), torch.eye(68), torch.zeros(68, 17)))", [In(1, 68), In(1, 17)]),
        Row(
            x => Ops.GruGates(x[0], x[1], x[2]),
            "torch.cat([torch.gru_cell(a[i:i + 1], c[i:i + 1], torch.eye(9), torch.zeros(9, 3), torch.zeros(9), b[i]) for i in range(2)])",
            [In(2, 9), In(2, 9), In(2, 3)]),
        Row(
            x => Ops.ElmanSequence(x[0], x[1], x[2], x[3], x[4]),
            "torch.rnn_tanh(a, b[None], [d.T, c.T, e, e * 0], True, 1, 0.0, False, False, False)[0]",
            [In(5, 2, 3), In(2, 4), In(4, 4), In(3, 4), In(4)]),
        Row(
            x => Ops.ElmanSequence(x[0], x[1], x[2], x[3], null, Activation.Relu),
            "torch.rnn_relu(a, b[None], [d.T, c.T], False, 1, 0.0, False, False, False)[0]",
            [In(4, 2, 3), In(2, 4), In([4, 4], -0.5, 0.5), In(3, 4)]),
        Row(x => Ops.ElmanSequence(x[0], x[1], x[2]), "torch.rnn_tanh(a, b[None], [torch.eye(5), c.T], False, 1, 0.0, False, False, False)[0]", [In(3, 2, 5), In(2, 5), In(5, 5)]),
        Row(x => Ops.LstmSequence(x[0], x[1], x[2], x[3], x[4], x[5]), "lstm(a, b, c, [e.T, d.T, f, f * 0])", [In(5, 2, 3), In(2, 4), In(2, 4), In(4, 16), In(3, 16), In(16)]),
        Row(x => Ops.LstmSequence(x[0], x[1], x[2], x[3], x[4], null), "lstm(a, b, c, [e.T, d.T])", [In(3, 1, 2), In(1, 17), In(1, 17), In([17, 68], -0.5, 0.5), In(2, 68)]),
        Row(x => Ops.LstmSequence(x[0], x[1], x[2], x[3]), "lstm(a, b, c, [torch.eye(12), d.T])", [In(4, 2, 12), In(2, 3), In(2, 3), In(3, 12)]),
        Row(
            x => Ops.GruSequence(x[0], x[1], x[2], x[3], x[4], x[5]),
            "torch.gru(a, b[None], [e.T, c.T, f, d], True, 1, 0.0, False, False, False)[0]",
            [In(5, 2, 3), In(2, 4), In(4, 12), In(12), In(3, 12), In(12)]),
        Row(
            x => Ops.GruSequence(x[0], x[1], x[2], x[3], x[4], null),
            "torch.gru(a, b[None], [e.T, c.T, d * 0, d], True, 1, 0.0, False, False, False)[0]",
            [In(3, 1, 2), In(1, 17), In([17, 51], -0.5, 0.5), In(51), In(2, 51)]),
        Row(
            x => Ops.GruSequence(x[0], x[1], x[2], x[3]),
            "torch.gru(a, b[None], [torch.eye(9), c.T, d * 0, d], True, 1, 0.0, False, False, False)[0]",
            [In(4, 2, 9), In(2, 3), In(3, 9), In(9)]),
    ];

    private static IEnumerable<Case<T>> SoftmaxOf(int axis) =>
    [
        Row(x => Ops.Softmax(x[0], axis), $"torch.softmax(a, {axis})", [In(3, 9)]),
        Row(x => Ops.Softmax(x[0], axis), $"torch.softmax(a, {axis})", [In(2, 3, 4)]),
        Row(x => Ops.LogSoftmax(x[0], axis), $"torch.log_softmax(a, {axis})", [In(3, 9)]),
        Row(x => Ops.LogSoftmax(x[0], axis), $"torch.log_softmax(a, {axis})", [In(2, 3, 4)]),
    ];
}
