using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>A function of an unknown and of what it depends on, as implicit differentiation asks for it.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="x">The unknown.</param>
/// <param name="inputs">What the solution depends on.</param>
/// <returns>The residual, the next iterate or the objective.</returns>
public delegate Variable<T> ImplicitFunction<T>(Variable<T> x, ReadOnlySpan<Variable<T>> inputs)
    where T : unmanaged, IFloatingPointIeee754<T>;
