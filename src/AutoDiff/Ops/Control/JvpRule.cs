using System.Numerics;

namespace AutoDiff;

/// <summary>A forward rule, as in <see cref="IOperation{T}.Jvp"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="call">Inputs, result, tangents, and where contributions go.</param>
public delegate void JvpRule<T>(in JvpCall<T> call)
    where T : unmanaged, IFloatingPointIeee754<T>;
