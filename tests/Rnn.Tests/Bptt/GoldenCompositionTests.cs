using System;
using System.Linq;
using AutoDiff.Rnn;
using Xunit;
using Plans = AutoDiff.Rnn.Checkpointing;
using State = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.HiddenState<double>>;

namespace AutoDiff.Tests.Rnn.Bptt;

// The published vectors again, with checkpoints, with the sentence in several rows among others, and with two copies of it in one row, the second beginning anew.
public sealed class GoldenCompositionTests
{
    private static readonly int[] Inputs = [0, 1, 2, 1, 1, 0, 2];
    private static readonly int[] Targets = [1, 2, 1, 1, 1, 1, 1];

    private readonly GoldenModel _model = new();

    public static TheoryData<string, string, string> Vectors => new()
    {
        { "1", "-.1129874355 -.1073309974 .0734186195 .0693913430", "-.0685144138 -.0593148096 -.0533609374 .0607925443 .0035936976 .0487575916" },
        { "2", "-.1189686308 -.1131181834 .0647185049 .0609509571", "-.0744824755 -.0639046915 -.0552195515 .0552736716 -.0022412069 .0460728077" },
        { "4", "-.1200703403 -.1141892954 .0637743376 .0600311509", "-.0752472111 -.0649543237 -.0556047054 .0546582568 -.0030690443 .0456792671" },
        { "7", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690" },
        { "chunks 3", "-.1166950939 -.1108535781 .0687398674 .0649371586", "-.0740218051 -.0640786933 -.0533609374 .0571057469 -.0023843828 .0487575916" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void With_checkpoints(string window, string deltaU, string deltaV)
    {
        foreach (string policy in Of(window).Where(policy => !policy.EndsWith("banded", StringComparison.Ordinal)
            && !policy.EndsWith("twostack", StringComparison.Ordinal) && policy != "rtrl"))
        {
            foreach (Plans way in (Plans[])[Plans.States(1), Plans.States(2, 2), Plans.Records(2), Plans.Records(1, 3), Plans.Budget(1 << 18)])
                Check(_model.Accumulate(Policies.Parse(policy), Inputs, Targets, checkpointing: way), 1, deltaU, deltaV);
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void In_rows_among_others(string window, string deltaU, string deltaV)
    {
        PackedRows rows = new([0, 7, 0, 7, 7]);
        int[] inputs = new int[21], targets = new int[21];
        foreach (int row in (int[])[1, 3, 4])
        {
            rows.PackRow<int>(row, Inputs, inputs);
            rows.PackRow<int>(row, Targets, targets);
        }

        foreach (string policy in Of(window))
        {
            SentenceSequence<double, HiddenState<double>> sequence = new(_model.Model);
            sequence.Set(rows, inputs, targets);
            Check(_model.Accumulate(Policies.Parse(policy), sequence), 3, deltaU, deltaV);
        }
    }

    // A shorter row beside it adds what it has alone.
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Beside_a_shorter_row(string window, string deltaU, string deltaV)
    {
        PackedRows rows = new([3, 7]);
        int[] inputs = new int[10], targets = new int[10];
        rows.PackRow<int>(0, [1, 1, 0], inputs);
        rows.PackRow<int>(0, [1, 0, 2], targets);
        rows.PackRow<int>(1, Inputs, inputs);
        rows.PackRow<int>(1, Targets, targets);
        foreach (string policy in Of(window))
        {
            Truncation truncation = Policies.Parse(policy);
            double other = _model.Accumulate(truncation, [1, 1, 0], [1, 0, 2]);
            (double[] otherU, double[] otherV) = (_model.DeltaU, _model.DeltaV);
            SentenceSequence<double, HiddenState<double>> sequence = new(_model.Model);
            sequence.Set(rows, inputs, targets);
            Assert.Equal(3.29724981190768, other, 12);
            Assert.Equal(8.19118156763259, _model.Accumulate(truncation, sequence) - other, 12);
            GoldenVectorTests.AssertVector(deltaU, [.. _model.DeltaU.Zip(otherU, (both, one) => both - one)]);
            GoldenVectorTests.AssertVector(deltaV, [.. _model.DeltaV.Zip(otherV, (both, one) => both - one)]);
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Twice_in_a_row_that_begins_anew(string window, string deltaU, string deltaV)
    {
        // Chunks of three would be cut elsewhere in the second copy.
        foreach (string policy in Of(window).Where(policy => policy != "chunks 3"))
            Check(_model.Accumulate(Policies.Parse(policy), new TwiceSequence(_model.Model)), 2, deltaU, deltaV);
    }

    // All policies whose gradient is that of a window.
    private static string[] Of(string window) => window switch
    {
        "chunks 3" => [window],
        "1" => ["window 1", "chunks 1", "window 1 1 segments"],
        "7" => ["none", "window 14", "chunks 7", "rtrl", "window 7 1 banded", "window 7 1 twostack"],
        _ => [$"window {window}", $"window {window} 1 banded", $"window {window} 1 twostack", $"window {window} 1 segments"],
    };

    private void Check(double loss, int times, string deltaU, string deltaV)
    {
        Assert.Equal(8.19118156763259 * times, loss, 12);
        GoldenVectorTests.AssertVector(deltaU, _model.DeltaU, times);
        GoldenVectorTests.AssertVector(deltaV, _model.DeltaV, times);
        GoldenVectorTests.AssertVector("-2.3632045317 -2.2414509081 3.1386195876 2.9342030656 -.7754150559 -.6927521575", _model.DeltaW, times);
    }

    private sealed class TwiceSequence(LanguageModel<double, HiddenState<double>> model) : ISequence<double, State>
    {
        private static readonly int[] Tokens = [.. Inputs, .. Inputs], Next = [.. Targets, .. Targets];
        private static readonly bool[] Resets = [.. Enumerable.Range(0, 14).Select(step => step == 7)];

        public int Steps => 14;

        public State InitialState(Tape<double> tape) => model.Stack.InitialState(tape, 1);

        public int TargetCount(int from, int end) => end - from;

        public Variable<double> Run(Tape<double> tape, in State state, Segment segment, out State next)
        {
            Variable<double> features = model.Features(
                tape, Tokens.AsSpan(segment.Start, segment.Steps), 1, in state, out next, reset: Resets.AsSpan(segment.Start, segment.Steps));
            int first = segment.FirstLoss - segment.Start;
            return segment.FirstLoss == segment.End
                ? default
                : model.Loss(Ops.Slice(features, 0, first, segment.Steps - first), Next.AsSpan(segment.FirstLoss, segment.End - segment.FirstLoss));
        }
    }
}
