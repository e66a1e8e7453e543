using System;
using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Layers;

/// <summary>An affine layer: <c>y = x · weight + bias</c>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>PyTorch's <c>nn.Linear</c> keeps the weight transposed, <c>[outputs, inputs]</c>.</remarks>
public sealed class Linear<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer. The weight is Xavier-uniform, the bias zero.</summary>
    /// <param name="inputSize">Features of an input.</param>
    /// <param name="outputSize">Features of an output.</param>
    /// <param name="random">Where the initial weights come from.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">A size is less than 1.</exception>
    public Linear(int inputSize, int outputSize, RandomStream random, bool bias = true, string name = "linear")
    {
        if (inputSize < 1 || outputSize < 1)
            throw new ArgumentException($"Linear: a size is not positive: inputSize is {inputSize}, outputSize is {outputSize}; need 1 or more each.");
        Weight = new Parameter<T>($"{name}.weight", new Shape(inputSize, outputSize));
        Bias = bias ? new Parameter<T>($"{name}.bias", new Shape(outputSize)) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
        Initializers.XavierUniform(Weight, inputSize, outputSize, random);
    }

    /// <summary>The weight <c>[inputs, outputs]</c>.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The bias <c>[outputs]</c>, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs <c>[..., inputs]</c>.</param>
    /// <returns>Outputs <c>[..., outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The last axis has another length than <c>inputs</c>.</exception>
    public Variable<T> Forward(Variable<T> x)
    {
        Tape<T> tape = x.Tape;
        return Bias is null ? MatMul(x, tape.Use(Weight)) : Affine(x, tape.Use(Weight), tape.Use(Bias));
    }
}
