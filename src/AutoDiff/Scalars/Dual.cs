using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>
/// A number that carries its derivative along one direction: forward-mode differentiation of any code that is generic
/// over .NET's number interfaces. <c>f(new Dual&lt;double&gt;(x, 1)).Tangent</c> is <c>f'(x)</c>.
/// </summary>
/// <typeparam name="T">The numbers within: <c>float</c>, <c>double</c>, or again a <see cref="Dual{T}"/> or <see cref="Scalar{T}"/>, for higher derivatives.</typeparam>
/// <remarks>
/// <para>Every function of the interfaces is differentiated. Comparisons, equality, classification, formatting and hash
/// codes are those of the value; a branch is followed as the value takes it. Conversion to another number type keeps the value and
/// drops the derivative.</para>
/// <para>Where a slope does not exist: <c>abs'(0) = 0</c>; equal arguments of <c>Max</c> and <c>Min</c> share evenly; clamping
/// passes at its bounds; steps (<c>Floor</c>, <c>Ceiling</c>, <c>Round</c>, <c>Truncate</c>) have slope zero everywhere; the slopes of
/// <c>Hypot</c> and <c>Atan2</c> are zero at the origin. A tangent of exactly zero stays zero even where a function's slope is infinite; a product with
/// an infinite number and a division by zero follow IEEE 754 in their tangents too, where <c>0 · inf</c> is NaN.</para>
/// <para>Nested, each level has a type of its own, so that the directions of two levels cannot be mixed up.
/// Source: Clifford (1873); Siskind and Pearlmutter, "Nesting forward-mode AD in a functional framework" (2008).</para>
/// </remarks>
/// <param name="value">The number.</param>
/// <param name="tangent">Its derivative along the direction.</param>
public readonly partial struct Dual<T>(T value, T tangent) : IFloatingPointIeee754<Dual<T>>, IChained<Dual<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A constant: a number whose derivative is zero.</summary>
    /// <param name="value">The number.</param>
    public Dual(T value)
        : this(value, T.Zero)
    {
    }

    /// <summary>The number.</summary>
    public T Value { get; } = value;

    /// <summary>Its derivative along the direction.</summary>
    public T Tangent { get; } = tangent;

    /// <inheritdoc/>
    public bool IsZeroThroughout => Negligible.IsZero(Value) && Negligible.IsZero(Tangent);

    /// <summary>A constant: a number whose derivative is zero.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Dual<T>(T value) => new(value);

    /// <summary>A constant, so that formulas can use whole numbers at every level of nesting.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Dual<T>(int value) => new(T.CreateChecked(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator +(Dual<T> left, Dual<T> right) => new(left.Value + right.Value, left.Tangent + right.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> left, Dual<T> right) => new(left.Value - right.Value, left.Tangent - right.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator *(Dual<T> left, Dual<T> right) => new(left.Value * right.Value, (left.Tangent * right.Value) + (left.Value * right.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator /(Dual<T> left, Dual<T> right)
    {
        T quotient = left.Value / right.Value;
        return new(quotient, (left.Tangent - (quotient * right.Tangent)) / right.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> value) => new(-value.Value, -value.Tangent);

    /// <inheritdoc/>
    public static Dual<T> FusedMultiplyAdd(Dual<T> left, Dual<T> right, Dual<T> addend) =>
        new(T.FusedMultiplyAdd(left.Value, right.Value, addend.Value), (left.Tangent * right.Value) + (left.Value * right.Tangent) + addend.Tangent);

    /// <inheritdoc/>
    public static Dual<T> MultiplyAddEstimate(Dual<T> left, Dual<T> right, Dual<T> addend) =>
        new(T.MultiplyAddEstimate(left.Value, right.Value, addend.Value), (left.Tangent * right.Value) + (left.Value * right.Tangent) + addend.Tangent);

    static Dual<T> IChained<Dual<T>, T>.Constant(T value) => new(value);

    static bool IChained<Dual<T>, T>.Moves(Dual<T> x) => !Negligible.IsZero(x.Tangent);

    static Dual<T> IChained<Dual<T>, T>.Chain(T value, Dual<T> x, T slope) => new(value, Negligible.Product(slope, x.Tangent));

    static Dual<T> IChained<Dual<T>, T>.Chain(T value, Dual<T> x, T dx, Dual<T> y, T dy) =>
        new(value, Negligible.Product(dx, x.Tangent) + Negligible.Product(dy, y.Tangent));
}
