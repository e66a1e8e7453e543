using System.Collections.Generic;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class ModuleTests
{
    [Fact]
    public void A_module_counts_its_elements_and_forgets_its_gradients()
    {
        Pair pair = new();
        Gradients.Set<float>(pair.Parameters[0], new float[6]);
        Gradients.Set<float>(pair.Parameters[1], new float[2]);
        Assert.Equal(8, pair.ParameterCount());
        pair.ClearGradients();
        Assert.False(pair.Parameters[0].HasGradient || pair.Parameters[1].HasGradient);
    }

    [Fact]
    public void A_stream_hands_out_each_key_once_and_resumes()
    {
        RandomStream random = new(42);
        Assert.Equal(new RandomKey(42, 0), random.Next());
        Assert.Equal(new RandomKey(42, 1), random.Next());
        Assert.Equal(2UL, random.Position);
        random.Position = 1;
        Assert.Equal(new RandomKey(42, 1), random.Next());
        Assert.Equal(42UL, random.Seed);
    }

    private sealed class Pair : IModule<float>
    {
        public IReadOnlyList<Parameter<float>> Parameters { get; } = [new("weight", new Shape(2, 3)), new("bias", new Shape(2))];
    }
}
