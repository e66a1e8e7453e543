using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The states of two cells of different kinds, one above the other; see <see cref="CellPair{T, TLower, TUpper}"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TLower">The lower cell's state, of a fixed number of parts.</typeparam>
/// <typeparam name="TUpper">The upper cell's state.</typeparam>
/// <param name="Lower">The lower cell's state.</param>
/// <param name="Upper">The upper cell's state.</param>
public readonly record struct PairState<T, TLower, TUpper>(TLower Lower, TUpper Upper) : IState<PairState<T, TLower, TUpper>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLower : struct, IState<TLower, T>
    where TUpper : struct, IState<TUpper, T>
{
    /// <inheritdoc/>
    public static bool CanCarry => TLower.CanCarry && TUpper.CanCarry;

    /// <inheritdoc/>
    public int PartCount => Lower.PartCount + Upper.PartCount;

    /// <inheritdoc/>
    public Variable<T> this[int part] =>
        (uint)part >= (uint)PartCount ? throw RnnErrors.NoSuchPart(nameof(PairState<,,>), part, PartCount)
        : part < Lower.PartCount ? Lower[part] : Upper[part - Lower.PartCount];

    /// <inheritdoc/>
    public static PairState<T, TLower, TUpper> FromParts(ReadOnlySpan<Variable<T>> parts)
    {
        int lower = default(TLower).PartCount;
        if (parts.Length < lower)
            throw RnnErrors.PartCount(nameof(PairState<,,>), parts.Length, $"{lower} for the lower cell and then the upper cell's");
        return new(TLower.FromParts(parts[..lower]), TUpper.FromParts(parts[lower..]));
    }
}
