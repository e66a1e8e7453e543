using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// A part of a model that owns parameters. A module is data: it holds numbers and settings, and a forward pass is an
/// ordinary method of its own that puts operations on a tape.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Every parameter, those of inner modules included, each once and always in the same order. Names are dotted paths,
    /// as in <c>output.weight</c>, and come from the names given to the modules' constructors.
    /// </summary>
    IReadOnlyList<Parameter<T>> Parameters { get; }
}
