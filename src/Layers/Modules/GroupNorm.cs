using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>Group normalisation with a learnt scale and shift: see <see cref="Ops.GroupNorm"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Names and shapes of the parameters are those of PyTorch's <c>nn.GroupNorm</c>. As many groups as channels: instance normalisation.</remarks>
public sealed class GroupNorm<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _groups;
    private readonly double _epsilon;

    /// <summary>Makes a layer whose scale is 1 and whose shift is 0.</summary>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="channels">How many channels there are.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, the groups do not divide the channels, or the epsilon is negative or not finite.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, string name = "group_norm")
    {
        ModuleErrors.RequirePositive("GroupNorm", nameof(groups), groups, nameof(channels), channels);
        ModuleErrors.RequireDivisor("GroupNorm", nameof(groups), groups, "the channels", channels, channels);
        Weight = new Parameter<T>($"{name}.weight", new Shape(channels));
        Bias = new Parameter<T>($"{name}.bias", new Shape(channels));
        Parameters = [Weight, Bias];
        (_groups, _epsilon) = (groups, ModuleErrors.RequireEpsilon("GroupNorm", epsilon));
        Initializers.Constant(Weight, 1);
    }

    /// <summary>The scale <c>[channels]</c>.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The shift <c>[channels]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs <c>[batch, channels, ...]</c>.</param>
    /// <returns>Outputs of that shape.</returns>
    /// <exception cref="ArgumentException">The second axis is not the channels.</exception>
    public Variable<T> Forward(Variable<T> x) => Ops.GroupNorm(x, _groups, x.Tape.Use(Weight), x.Tape.Use(Bias), _epsilon);
}
