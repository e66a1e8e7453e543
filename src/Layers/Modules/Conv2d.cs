using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>A convolution of planes with learnt weights: see <see cref="Ops.Conv2d"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Names and shapes of the parameters are those of PyTorch's <c>nn.Conv2d</c>.</remarks>
public sealed class Conv2d<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Extent _stride, _padding, _dilation;
    private readonly int _groups;

    /// <summary>Makes a layer. Weights are He-uniform, the bias zero.</summary>
    /// <param name="inputs">Channels of an input.</param>
    /// <param name="outputs">Channels of an output.</param>
    /// <param name="kernel">How many elements a window sees.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="stride">How far apart the places are; 1 if null.</param>
    /// <param name="padding">How many zeros are thought around the input; 0 if null.</param>
    /// <param name="dilation">How far apart the window's elements are; 1 if null.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the groups do not divide the channels. Impossible steps are refused by the first call.</exception>
    public Conv2d(
        int inputs,
        int outputs,
        Extent kernel,
        RandomStream random,
        Extent? stride = null,
        Extent? padding = null,
        Extent? dilation = null,
        int groups = 1,
        bool bias = true,
        string name = "conv2d")
    {
        ModuleErrors.RequirePositive("Conv2d", nameof(inputs), inputs, nameof(outputs), outputs);
        ModuleErrors.RequirePositive("Conv2d", "the kernel's height", kernel.Height, "its width", kernel.Width);
        ModuleErrors.RequireDivisor("Conv2d", nameof(groups), groups, "the channels", inputs, outputs);
        Weight = new Parameter<T>($"{name}.weight", new Shape(outputs, inputs / groups, kernel.Height, kernel.Width));
        Bias = bias ? new Parameter<T>($"{name}.bias", new Shape(outputs)) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
        (_stride, _padding, _dilation, _groups) = (stride ?? 1, padding ?? 0, dilation ?? 1, groups);
        Initializers.HeUniform(Weight, Weight.Shape.Count / outputs, random);
    }

    /// <summary>The weight <c>[outputs, inputs / groups, kernel height, kernel width]</c>.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The bias <c>[outputs]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs <c>[batch, inputs, height, width]</c>.</param>
    /// <returns>Outputs <c>[batch, outputs, places high, places wide]</c>.</returns>
    /// <exception cref="ArgumentException">The input has another shape, or the window is longer than the padded input.</exception>
    public Variable<T> Forward(Variable<T> x) => Ops.Conv2d(x, x.Tape.Use(Weight), Bias is null ? null : x.Tape.Use(Bias), _stride, _padding, _dilation, _groups);
}
