using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

// The biases of a cell that may have none, one or two.
internal static class BiasParameters
{
    public static (Parameter<T>? First, Parameter<T>? Second) Make<T>(string name, int length, Biases biases)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Enum.IsDefined(biases))
            throw new ArgumentException($"{name}: there is no number of biases {(int)biases}; need {string.Join(", ", Enum.GetNames<Biases>())}.");
        return (biases == Biases.None ? null : new Parameter<T>($"{name}.bias", new Shape(length)),
            biases == Biases.Two ? new Parameter<T>($"{name}.recurrent_bias", new Shape(length)) : null);
    }

    // A cell's parameters, with the biases that there are behind its weights.
    public static IReadOnlyList<Parameter<T>> List<T>(Parameter<T>? first, Parameter<T>? second, params ReadOnlySpan<Parameter<T>> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<Parameter<T>> all = [.. weights];
        if (first is not null)
            all.Add(first);
        if (second is not null)
            all.Add(second);
        return all;
    }
}
