using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>An array of numbers that a scheme carries from step to step: what it is, of which parameter, if of one.</summary>
internal sealed record Trace<T>(string Kind, Parameter<T>? Parameter, Shape Shape, T[] Values)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // What a file calls it.
    public string Title => Parameter is null ? Kind : $"{Kind} {Parameter.Name}";
}
