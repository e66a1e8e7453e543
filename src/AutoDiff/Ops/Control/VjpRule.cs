using System.Numerics;

namespace AutoDiff;

/// <summary>A reverse rule, as in <see cref="IOperation{T}.Vjp"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="call">Inputs, result, cotangent, and where contributions go.</param>
public delegate void VjpRule<T>(in VjpCall<T> call)
    where T : unmanaged, IFloatingPointIeee754<T>;
