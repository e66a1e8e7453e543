using System;
using System.Collections.Generic;

namespace AutoDiff.Examples;

/// <summary>Whether weights are numbers at all.</summary>
public static class FiniteWeights
{
    /// <summary>The first parameter with a weight that is not finite; null if there is none.</summary>
    /// <param name="parameters">A model's parameters.</param>
    public static Parameter<float>? Missing(IEnumerable<Parameter<float>> parameters)
    {
        foreach (Parameter<float> parameter in parameters)
        {
            foreach (float weight in parameter.Values)
            {
                if (!float.IsFinite(weight))
                    return parameter;
            }
        }

        return null;
    }

    /// <summary>Refuses weights from a file that are not finite: what they would compute is nothing.</summary>
    /// <param name="parameters">A model's parameters.</param>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public static void Require(IEnumerable<Parameter<float>> parameters)
    {
        if (Missing(parameters) is { } parameter)
            throw new ArgumentException($"{parameter.Name} has weights that are not finite; need numbers.");
    }
}
