using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>What every module, and every list of parameters, can do.</summary>
public static class ModuleExtensions
{
    /// <summary>Forgets the gradients of all parameters of a module; costs nothing per element.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="module">The module.</param>
    public static void ClearGradients<T>(this IModule<T> module)
        where T : unmanaged, IFloatingPointIeee754<T> => module.Parameters.ClearGradients();

    /// <summary>Forgets the gradients of all parameters in a list; costs nothing per element.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameters">The parameters.</param>
    public static void ClearGradients<T>(this IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < parameters.Count; i++)
            parameters[i].ClearGradient();
    }

    /// <summary>The number of elements in all parameters of a module together.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="module">The module.</param>
    public static long ParameterCount<T>(this IModule<T> module)
        where T : unmanaged, IFloatingPointIeee754<T> => module.Parameters.ParameterCount();

    /// <summary>The number of elements in all parameters of a list together.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameters">The parameters.</param>
    public static long ParameterCount<T>(this IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = 0;
        for (int i = 0; i < parameters.Count; i++)
            count += parameters[i].Shape.Count;
        return count;
    }
}
