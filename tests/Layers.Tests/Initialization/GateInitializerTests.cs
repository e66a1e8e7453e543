using System;
using System.Linq;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class GateInitializerTests
{
    // A gate's half-life 1 + e^b is even in [2, lag]: a Kolmogorov-Smirnov distance, at the level of one in 10^5.
    [Fact]
    public void Chrono_spreads_the_times_of_memory_evenly_up_to_the_longest_lag()
    {
        const int Units = 5000;
        Parameter<double> bias = new("bias", new Shape(4 * Units));
        Initializers.Constant(bias, 7);
        Initializers.Chrono(bias, longestLag: 100, new RandomStream(3));
        double[] values = bias.Values.ToArray(), forget = values[Units..(2 * Units)];
        Assert.Equal(forget.Select(one => -one), values[..Units]);
        Assert.All(values[(2 * Units)..], one => Assert.Equal(7, one));
        double[] times = [.. forget.Select(Math.Exp).Order()];
        Assert.InRange(times[0], 1, 99);
        Assert.InRange(times[^1], 1, 99);
        double distance = times.Select((time, i) => Math.Abs(((time - 1) / 98) - ((i + 0.5) / Units))).Max();
        Assert.InRange(distance, 0, 2.47 / Math.Sqrt(Units));
    }

    [Fact]
    public void Chrono_of_a_gru_sets_the_update_gate_alone()
    {
        Parameter<float> bias = new("bias", new Shape(9));
        Initializers.Chrono(bias, 50, new RandomStream(3), keep: 1, take: null, gates: 3);
        Assert.All(bias.Values[..3].ToArray(), one => Assert.Equal(0, one));
        Assert.All(bias.Values[3..6].ToArray(), one => Assert.InRange(one, 0, (float)Math.Log(49)));
        Assert.All(bias.Values[6..].ToArray(), one => Assert.Equal(0, one));
    }

    [Fact]
    public void Identity_stands_in_every_block()
    {
        Parameter<float> square = new("a", new Shape(2, 2)), blocks = new("b", new Shape(2, 6));
        Initializers.Constant(blocks, 5);
        Initializers.Identity(square);
        Initializers.Identity(blocks, 0.5, blocks: 2);
        Assert.Equal([1, 0, 0, 1], square.Values.ToArray());
        Assert.Equal([0.5f, 0, 0, 0.5f, 0, 0, 0, 0.5f, 0, 0, 0.5f, 0], blocks.Values.ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Parameter<float> bias = new("bias", new Shape(8));
        RandomStream random = new(1);
        Refused(() => Initializers.Chrono(bias, 1.5, random), "Chrono", "1.5");
        Refused(() => Initializers.Chrono(bias, double.NaN, random), "Chrono", "NaN");
        Refused(() => Initializers.Chrono(bias, 10, random, gates: 3), "Chrono", "3 blocks");
        Refused(() => Initializers.Chrono(bias, 10, random, keep: 4), "Chrono", "no gate 4");
        Refused(() => Initializers.Chrono(bias, 10, random, take: -1), "Chrono", "no gate -1");
        Refused(() => Initializers.Chrono(bias, 10, random, keep: 0), "Chrono", "gate 0 is to keep and to take in", "take: null");
        Refused(() => Initializers.Identity(bias), "Identity", "1 axes");
        Refused(() => Initializers.Identity(new Parameter<float>("w", new Shape(2, 2)), double.PositiveInfinity), "Identity", "Infinity");
        Assert.All(bias.Values.ToArray(), one => Assert.Equal(0, one));
        Assert.Equal(0UL, random.Position);
    }

    private static void Refused(Action call, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal));
}
