using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>A convolution along one axis with learnt weights: see <see cref="Ops.Conv1d"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Names and shapes of the parameters are those of PyTorch's <c>nn.Conv1d</c>.</remarks>
public sealed class Conv1d<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _stride, _padding, _dilation;
    private readonly int _groups;

    /// <summary>Makes a layer. Weights are He-uniform, the bias zero.</summary>
    /// <param name="inputs">Channels of an input.</param>
    /// <param name="outputs">Channels of an output.</param>
    /// <param name="kernel">How many elements a window sees.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="stride">How far apart the places are.</param>
    /// <param name="padding">How many zeros are thought around the input.</param>
    /// <param name="dilation">How far apart the window's elements are.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide the channels. Impossible steps are refused by the first call.</exception>
    public Conv1d(
        int inputs,
        int outputs,
        int kernel,
        RandomStream random,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        string name = "conv1d")
    {
        ModuleErrors.RequirePositive("Conv1d", nameof(inputs), inputs, nameof(outputs), outputs);
        ModuleErrors.RequirePositive("Conv1d", nameof(kernel), kernel, nameof(groups), groups);
        ModuleErrors.RequireDivisor("Conv1d", nameof(groups), groups, "the channels", inputs, outputs);
        Weight = new Parameter<T>($"{name}.weight", new Shape(outputs, inputs / groups, kernel));
        Bias = bias ? new Parameter<T>($"{name}.bias", new Shape(outputs)) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
        (_stride, _padding, _dilation, _groups) = (stride, padding, dilation, groups);
        Initializers.HeUniform(Weight, Weight.Shape.Count / outputs, random);
    }

    /// <summary>The weight <c>[outputs, inputs / groups, kernel]</c>.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The bias <c>[outputs]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs <c>[batch, inputs, length]</c>.</param>
    /// <returns>Outputs <c>[batch, outputs, places]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape, or the window is longer than the padded input.</exception>
    public Variable<T> Forward(Variable<T> x) => Ops.Conv1d(x, x.Tape.Use(Weight), Bias is null ? null : x.Tape.Use(Bias), _stride, _padding, _dilation, _groups);
}
