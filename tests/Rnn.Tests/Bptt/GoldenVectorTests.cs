using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

// Vectors of the recurrent-network coursework's self-test (Edinburgh, natural language understanding, 2017/18), to the ten decimals of
// their re-computation by an independent script.
public sealed class GoldenVectorTests
{
    private static readonly int[] Inputs = [0, 1, 2, 1, 1, 0, 2];
    private static readonly int[] Targets = [1, 2, 1, 1, 1, 1, 1];

    private readonly GoldenModel _model = new();

    [Fact]
    public void Losses_are_the_published_ones()
    {
        Assert.Equal(8.19118156763259, _model.Accumulate(Truncation.None, Inputs, Targets), 12);
        Assert.Equal(3.29724981190768, _model.Accumulate(Truncation.None, [1, 1, 0], [1, 0, 2]), 12);
        Assert.Equal(6.01420605984604, _model.Accumulate(Truncation.None, [1, 1, 2, 1, 2], [1, 2, 1, 2, 1]), 12);
    }

    [Theory]
    [InlineData("window 1", "-.1129874355 -.1073309974 .0734186195 .0693913430", "-.0685144138 -.0593148096 -.0533609374 .0607925443 .0035936976 .0487575916")]
    [InlineData("window 2", "-.1189686308 -.1131181834 .0647185049 .0609509571", "-.0744824755 -.0639046915 -.0552195515 .0552736716 -.0022412069 .0460728077")]
    [InlineData("window 3", "-.1199545729 -.1140781401 .0638747543 .0601277030", "-.0751131221 -.0648283659 -.0555763228 .0547694291 -.0029662511 .0457091440")]
    [InlineData("window 4", "-.1200703403 -.1141892954 .0637743376 .0600311509", "-.0752472111 -.0649543237 -.0556047054 .0546582568 -.0030690443 .0456792671")]
    [InlineData("window 7", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("window 1 1 banded", "-.1129874355 -.1073309974 .0734186195 .0693913430", "-.0685144138 -.0593148096 -.0533609374 .0607925443 .0035936976 .0487575916")]
    [InlineData("window 1 1 twostack", "-.1129874355 -.1073309974 .0734186195 .0693913430", "-.0685144138 -.0593148096 -.0533609374 .0607925443 .0035936976 .0487575916")]
    [InlineData("window 1 1 segments", "-.1129874355 -.1073309974 .0734186195 .0693913430", "-.0685144138 -.0593148096 -.0533609374 .0607925443 .0035936976 .0487575916")]
    [InlineData("window 2 1 banded", "-.1189686308 -.1131181834 .0647185049 .0609509571", "-.0744824755 -.0639046915 -.0552195515 .0552736716 -.0022412069 .0460728077")]
    [InlineData("window 2 1 twostack", "-.1189686308 -.1131181834 .0647185049 .0609509571", "-.0744824755 -.0639046915 -.0552195515 .0552736716 -.0022412069 .0460728077")]
    [InlineData("window 2 1 segments", "-.1189686308 -.1131181834 .0647185049 .0609509571", "-.0744824755 -.0639046915 -.0552195515 .0552736716 -.0022412069 .0460728077")]
    [InlineData("window 3 1 banded", "-.1199545729 -.1140781401 .0638747543 .0601277030", "-.0751131221 -.0648283659 -.0555763228 .0547694291 -.0029662511 .0457091440")]
    [InlineData("window 3 1 twostack", "-.1199545729 -.1140781401 .0638747543 .0601277030", "-.0751131221 -.0648283659 -.0555763228 .0547694291 -.0029662511 .0457091440")]
    [InlineData("window 3 1 segments", "-.1199545729 -.1140781401 .0638747543 .0601277030", "-.0751131221 -.0648283659 -.0555763228 .0547694291 -.0029662511 .0457091440")]
    [InlineData("window 4 1 banded", "-.1200703403 -.1141892954 .0637743376 .0600311509", "-.0752472111 -.0649543237 -.0556047054 .0546582568 -.0030690443 .0456792671")]
    [InlineData("window 4 1 twostack", "-.1200703403 -.1141892954 .0637743376 .0600311509", "-.0752472111 -.0649543237 -.0556047054 .0546582568 -.0030690443 .0456792671")]
    [InlineData("window 4 1 segments", "-.1200703403 -.1141892954 .0637743376 .0600311509", "-.0752472111 -.0649543237 -.0556047054 .0546582568 -.0030690443 .0456792671")]
    [InlineData("window 7 1 banded", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("window 7 1 twostack", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("window 7 1 segments", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("window 100", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("none", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("rtrl", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("chunks 7", "-.1200820565 -.1142008410 .0637635272 .0600204698", "-.0752721030 -.0649624275 -.0556125330 .0546376673 -.0030753462 .0456710690")]
    [InlineData("chunks 1", "-.1129874355 -.1073309974 .0734186195 .0693913430", "-.0685144138 -.0593148096 -.0533609374 .0607925443 .0035936976 .0487575916")]
    [InlineData("chunks 3", "-.1166950939 -.1108535781 .0687398674 .0649371586", "-.0740218051 -.0640786933 -.0533609374 .0571057469 -.0023843828 .0487575916")]
    public void Truncated_gradients_are_the_published_ones(string policy, string deltaU, string deltaV)
    {
        double loss = _model.Accumulate(Policies.Parse(policy), Inputs, Targets);

        Assert.Equal(8.19118156763259, loss, 12);
        AssertVector(deltaU, _model.DeltaU);
        AssertVector(deltaV, _model.DeltaV);
        AssertVector("-2.3632045317 -2.2414509081 3.1386195876 2.9342030656 -.7754150559 -.6927521575", _model.DeltaW);
    }

    [Theory]
    [InlineData("window 1", ".0192619174 .0168426194 .0071967084 .0062928014")]
    [InlineData("window 4 1 banded", ".0216261038 .0191469304 .0104464187 .0094614486")]
    [InlineData("window 4", ".0216261038 .0191469304 .0104464187 .0094614486")]
    [InlineData("none", ".0216390454 .0191598247 .0104594297 .0094744285")]
    public void A_loss_at_the_last_step_alone_gives_the_published_gradients(string policy, string deltaU)
    {
        Assert.Equal(0.887758278816748, _model.AccumulateLast(Policies.Parse(policy), Inputs, 0), 12);
        AssertVector(deltaU, _model.DeltaU);
        AssertVector(".5070115872 .4702447468 -.2721472932 -.2524120517 -.2348642940 -.2178326951", _model.DeltaW);
    }

    [Fact]
    public void The_mean_counts_every_target_once()
    {
        double sum = _model.Accumulate(Truncation.Chunks(3), Inputs, Targets);
        double[] deltaU = _model.DeltaU;
        double mean = _model.Accumulate(Truncation.Chunks(3), Inputs, Targets, LossReduction.Mean);

        Assert.Equal(sum / 7, mean, 14);
        for (int i = 0; i < deltaU.Length; i++)
            Assert.Equal(deltaU[i] / 7, _model.DeltaU[i], 14);
    }

    internal static void AssertVector(string expected, double[] actual, double times = 1)
    {
        string[] numbers = expected.Split(' ');
        Assert.Equal(numbers.Length, actual.Length);
        for (int i = 0; i < numbers.Length; i++)
            Assert.True(
                Math.Abs(double.Parse(numbers[i], System.Globalization.CultureInfo.InvariantCulture) - (actual[i] / times)) <= 6e-11,
                $"element {i}: {numbers[i]} expected, {actual[i]:F12} found");
    }
}
