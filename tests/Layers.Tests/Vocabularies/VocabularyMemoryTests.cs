using System;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class VocabularyMemoryTests
{
    private const int Features = 16, Classes = 5_000, Rows = 40;

    // Other clusters have other rows in every step.
    [Fact]
    public void A_step_with_clusters_allocates_nothing()
    {
        AdaptiveSoftmax<float> layer = new(Features, Classes, [50, 500], new RandomStream(1));
        AllocatesNothing(layer, (x, targets) => layer.Loss(x, targets, LossReduction.Mean));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sampled_step_allocates_nothing(bool contrastive)
    {
        RandomStream random = new(5);
        SampledSoftmax<float> layer = new(Features, Classes, 100, new RandomStream(1));
        AllocatesNothing(layer, (x, targets) => contrastive ? layer.ContrastiveLoss(x, targets, random, LossReduction.Mean) : layer.Loss(x, targets, random, LossReduction.Mean));
    }

    private delegate Variable<float> LossOf(Variable<float> x, ReadOnlySpan<int> targets);

    private static void AllocatesNothing(IModule<float> layer, LossOf loss)
    {
        using Tape<float> tape = new();
        Sgd<float> optimizer = new(layer.Parameters, 0.1);
        float[] x = new float[Rows * Features];
        for (int i = 0; i < x.Length; i++)
            x[i] = MathF.Sin(i);
        int[] targets = new int[Rows];
        int number = 0;
        void Step()
        {
            for (int row = 0; row < Rows; row++)
                targets[row] = (int)CounterRandom.Bits(3, (ulong)number, (ulong)row) & (row % 3 == 0 ? 31 : 4_095);
            number++;
            tape.Reset();
            layer.ClearGradients();
            Variable<float> y = loss(tape.Variable(x, new Shape(Rows, Features)), targets);
            tape.Backward(y);
            optimizer.Step();
            Assert.True(float.IsFinite(y.Item()));
        }

        for (int i = 0; i < 300; i++)
            Step();
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (int i = 0; i < 50; i++)
                Step();
        }));
    }
}
