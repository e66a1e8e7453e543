using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>Root-mean-square normalisation with a learnt scale: see <see cref="Ops.RmsNorm"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>Name and shape of the parameter are those of PyTorch's <c>nn.RMSNorm</c>.</remarks>
public sealed class RmsNorm<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _epsilon;

    /// <summary>Makes a layer whose scale is 1.</summary>
    /// <param name="features">The last axes of an input, which are normalised together; often one.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <param name="name">What the parameter's name begins with.</param>
    /// <exception cref="ArgumentException">There are no features, or the epsilon is negative or not finite.</exception>
    public RmsNorm(Shape features, double epsilon = 1e-5, string name = "rms_norm")
    {
        if (features.Rank == 0 || features.Count == 0)
            throw new ArgumentException($"RmsNorm: no features: {features}; need at least one axis, and elements.");
        Weight = new Parameter<T>($"{name}.weight", features);
        Parameters = [Weight];
        _epsilon = ModuleErrors.RequireEpsilon("RmsNorm", epsilon);
        Initializers.Constant(Weight, 1);
    }

    /// <summary>The scale, of the features' shape.</summary>
    public Parameter<T> Weight { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <returns>Outputs <c>[..., features]</c>.</returns>
    /// <exception cref="ArgumentException">The last axes are not the features.</exception>
    public Variable<T> Forward(Variable<T> x) => Ops.RmsNorm(x, x.Tape.Use(Weight), Weight.Shape.Rank, _epsilon);
}
