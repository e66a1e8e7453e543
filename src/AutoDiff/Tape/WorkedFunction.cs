using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>A function of variables on one tape, as laws and checks call it.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="inputs">The inputs.</param>
/// <returns>The result.</returns>
public delegate Variable<T> WorkedFunction<T>(ReadOnlySpan<Variable<T>> inputs)
    where T : unmanaged, IFloatingPointIeee754<T>;
