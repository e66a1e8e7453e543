using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples;

/// <summary>A copy of a model's weights from when it was best; at first, of those that it has.</summary>
/// <param name="parameters">The model's parameters.</param>
public sealed class BestWeights(IReadOnlyList<Parameter<float>> parameters)
{
    private readonly float[][] _values = [.. parameters.Select(parameter => parameter.Values.ToArray())];

    /// <summary>Keeps the weights as they are now.</summary>
    public void Keep()
    {
        for (int i = 0; i < _values.Length; i++)
            parameters[i].Values.CopyTo(_values[i]);
    }

    /// <summary>Gives the model the weights that were kept.</summary>
    public void Restore()
    {
        for (int i = 0; i < _values.Length; i++)
            _values[i].CopyTo(parameters[i].Write());
    }
}
