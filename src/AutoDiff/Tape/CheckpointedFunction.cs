using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>A function of variables on one tape with several results, which may be run again to find its derivatives.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="inputs">The inputs.</param>
/// <param name="outputs">Where the results go; each is to be set.</param>
public delegate void CheckpointedFunction<T>(ReadOnlySpan<Variable<T>> inputs, Span<Variable<T>> outputs)
    where T : unmanaged, IFloatingPointIeee754<T>;
