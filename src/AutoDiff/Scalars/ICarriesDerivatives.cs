namespace AutoDiff;

/// <summary>A number that carries derivatives: <see cref="Dual{T}"/>, <see cref="MultiDual{T}"/>, <see cref="Scalar{T}"/>.</summary>
public interface ICarriesDerivatives
{
    /// <summary>Whether the value and every derivative are zero: a value may be zero while a derivative is not.</summary>
    bool IsZeroThroughout { get; }
}
