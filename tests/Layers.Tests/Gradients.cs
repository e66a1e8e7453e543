using System;
using System.Numerics;

namespace AutoDiff.Tests.Layers;

internal static class Gradients
{
    // Gives a parameter a gradient the way a model does: by a backward pass.
    public static void Set<T>(Parameter<T> parameter, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        parameter.ClearGradient();
        tape.Backward([tape.Use(parameter)], [tape.Constant(gradient, parameter.Shape)]);
    }

    public static Parameter<T> Parameter<T>(string name, params T[] values)
        where T : unmanaged, IFloatingPointIeee754<T> => new(name, new Shape(values.Length), values);
}
