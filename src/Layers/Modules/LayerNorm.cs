using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>Layer normalisation with a learnt scale and shift: see <see cref="Ops.LayerNorm"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Names and shapes of the parameters are those of PyTorch's <c>nn.LayerNorm</c>.</remarks>
public sealed class LayerNorm<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _epsilon;

    /// <summary>Makes a layer whose scale is 1 and whose shift is 0.</summary>
    /// <param name="features">The last axes of an input, which are normalised together; often one.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="bias">Whether there is a shift.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">There are no features, or the epsilon is negative or not finite.</exception>
    public LayerNorm(Shape features, double epsilon = 1e-5, bool bias = true, string name = "layer_norm")
    {
        if (features.Rank == 0 || features.Count == 0)
            throw new ArgumentException($"LayerNorm: no features: {features}; need at least one axis, and elements.");
        Weight = new Parameter<T>($"{name}.weight", features);
        Bias = bias ? new Parameter<T>($"{name}.bias", features) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
        _epsilon = ModuleErrors.RequireEpsilon("LayerNorm", epsilon);
        Initializers.Constant(Weight, 1);
    }

    /// <summary>The scale, of the features' shape.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The shift, of the features' shape, or null.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <returns>Outputs <c>[..., features]</c>.</returns>
    /// <exception cref="ArgumentException">The last axes are not the features.</exception>
    public Variable<T> Forward(Variable<T> x) => Ops.LayerNorm(x, x.Tape.Use(Weight), Bias is null ? null : x.Tape.Use(Bias), Weight.Shape.Rank, _epsilon);
}
