using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoDiff;

/// <summary>
/// A number that carries its derivatives along several directions at once, eight in <c>double</c> and sixteen in <c>float</c>: forward-mode
/// differentiation of any code that is generic over .NET's number interfaces, for several columns of a Jacobian in one pass.
/// </summary>
/// <typeparam name="T">The numbers within: <c>float</c> or <c>double</c>. For higher derivatives it goes inside a <see cref="Dual{T}"/> or <see cref="Scalar{T}"/>.</typeparam>
/// <remarks>
/// <para>In everything but their count the tangents are those of <see cref="Dual{T}"/>, with its conventions. They stand in vector registers: an
/// operation on all of them costs about as much as one on a single tangent.</para>
/// <example>
/// <code>
/// MultiDual&lt;double&gt; x = MultiDual&lt;double&gt;.Moving(3, 0), y = MultiDual&lt;double&gt;.Moving(2, 1);
/// MultiDual&lt;double&gt; z = (x * y) + MultiDual&lt;double&gt;.Sin(x);
/// double dx = z.Tangent(0), dy = z.Tangent(1);   // 2 + cos 3, 3
/// </code>
/// </example>
/// <para>Source: Revels, Lubin and Papamarkou, "Forward-mode automatic differentiation in Julia" (2016), section 3.</para>
/// </remarks>
public readonly partial struct MultiDual<T> : IFloatingPointIeee754<MultiDual<T>>, IChained<MultiDual<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Two registers: with more, the compiler keeps the number in memory.
    private readonly Vector256<T> _low, _high;

    /// <summary>A constant: a number whose derivatives are zero.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>double</c>.</exception>
    public MultiDual(T value)
        : this(value, Vector256<T>.Zero, Vector256<T>.Zero)
    {
    }

    /// <summary>A number and its derivatives.</summary>
    /// <param name="value">The number.</param>
    /// <param name="tangents">Its derivatives along the first directions; those along the others are zero.</param>
    /// <exception cref="ArgumentException">There are more tangents than directions.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>double</c>.</exception>
    public MultiDual(T value, ReadOnlySpan<T> tangents)
    {
        if (tangents.Length > Directions)
            throw ScalarErrors.TooManyTangents(tangents.Length, Directions);
        Span<T> all = stackalloc T[Directions];
        all.Clear();
        tangents.CopyTo(all);
        (Value, _low, _high) = (value, Vector256.Create<T>(all), Vector256.Create<T>(all[Vector256<T>.Count..]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MultiDual(T value, Vector256<T> low, Vector256<T> high) => (Value, _low, _high) = (value, low, high);

    /// <summary>Along how many directions a number carries its derivatives: 8 in <c>double</c>, 16 in <c>float</c>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>double</c>.</exception>
    public static int Directions => 2 * Vector256<T>.Count;

    /// <summary>The number.</summary>
    public T Value { get; }

    /// <inheritdoc/>
    public bool IsZeroThroughout => T.IsZero(Value) && !Moves(this);

    /// <summary>A constant: a number whose derivatives are zero.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator MultiDual<T>(T value) => new(value);

    /// <summary>A constant, so that formulas can use whole numbers.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator MultiDual<T>(int value) => new(T.CreateChecked(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MultiDual<T> operator +(MultiDual<T> left, MultiDual<T> right) => new(left.Value + right.Value, left._low + right._low, left._high + right._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MultiDual<T> operator -(MultiDual<T> left, MultiDual<T> right) => new(left.Value - right.Value, left._low - right._low, left._high - right._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MultiDual<T> operator *(MultiDual<T> left, MultiDual<T> right)
    {
        Vector256<T> dx = Vector256.Create(right.Value), dy = Vector256.Create(left.Value);
        return new(left.Value * right.Value, (left._low * dx) + (right._low * dy), (left._high * dx) + (right._high * dy));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MultiDual<T> operator /(MultiDual<T> left, MultiDual<T> right)
    {
        T quotient = left.Value / right.Value;
        Vector256<T> factor = Vector256.Create(quotient), divisor = Vector256.Create(right.Value);
        return new(quotient, (left._low - (factor * right._low)) / divisor, (left._high - (factor * right._high)) / divisor);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MultiDual<T> operator -(MultiDual<T> value) => new(-value.Value, -value._low, -value._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MultiDual<T> FusedMultiplyAdd(MultiDual<T> left, MultiDual<T> right, MultiDual<T> addend) =>
        AddProduct(T.FusedMultiplyAdd(left.Value, right.Value, addend.Value), left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MultiDual<T> MultiplyAddEstimate(MultiDual<T> left, MultiDual<T> right, MultiDual<T> addend) =>
        AddProduct(T.MultiplyAddEstimate(left.Value, right.Value, addend.Value), left, right, addend);

    /// <summary>A variable: a number whose derivative along one direction is one, and zero along the others.</summary>
    /// <param name="value">The number.</param>
    /// <param name="direction">
    /// The direction, from 0; with any other number than one of a direction the result is a constant, so that a pass can take its share of more directions.
    /// </param>
    /// <returns>The number and its derivatives.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>double</c>.</exception>
    public static MultiDual<T> Moving(T value, int direction) => (uint)direction < (uint)Vector256<T>.Count
        ? new(value, Vector256<T>.Zero.WithElement(direction, T.One), Vector256<T>.Zero)
        : (uint)direction < (uint)Directions ? new(value, Vector256<T>.Zero, Vector256<T>.Zero.WithElement(direction - Vector256<T>.Count, T.One)) : new(value);

    /// <summary>The derivative along one direction.</summary>
    /// <param name="direction">The direction, from 0.</param>
    /// <returns>The derivative.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such direction.</exception>
    public T Tangent(int direction) => direction < Vector256<T>.Count ? _low.GetElement(direction) : _high.GetElement(direction - Vector256<T>.Count);

    /// <summary>Copies the derivatives along the first directions, as many as there is room for.</summary>
    /// <param name="tangents">Where they go.</param>
    /// <exception cref="ArgumentException">There is room for more tangents than there are directions.</exception>
    public void CopyTangents(Span<T> tangents)
    {
        int half = Vector256<T>.Count;
        if (tangents.Length == 2 * half)
        {
            _low.CopyTo(tangents);
            _high.CopyTo(tangents[half..]);
            return;
        }

        if (tangents.Length > 2 * half)
            throw ScalarErrors.TooManyTangents(tangents.Length, Directions);
        for (int i = 0; i < tangents.Length; i++)
            tangents[i] = Tangent(i);
    }

    static MultiDual<T> IChained<MultiDual<T>, T>.Constant(T value) => new(value);

    static bool IChained<MultiDual<T>, T>.Moves(MultiDual<T> x) => Moves(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static MultiDual<T> IChained<MultiDual<T>, T>.Chain(T value, MultiDual<T> x, T slope) => new(value, Product(slope, x._low), Product(slope, x._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static MultiDual<T> IChained<MultiDual<T>, T>.Chain(T value, MultiDual<T> x, T dx, MultiDual<T> y, T dy) =>
        new(value, Product(dx, x._low) + Product(dy, y._low), Product(dx, x._high) + Product(dy, y._high));

    private static bool Moves(MultiDual<T> x) => !Vector256.EqualsAll(x._low, Vector256<T>.Zero) || !Vector256.EqualsAll(x._high, Vector256<T>.Zero);

    // A tangent of zero stays zero even at a vertical slope.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Product(T slope, Vector256<T> tangents) => T.IsFinite(slope)
        ? tangents * slope
        : Vector256.ConditionalSelect(Vector256.Equals(tangents, Vector256<T>.Zero), Vector256<T>.Zero, tangents * slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MultiDual<T> AddProduct(T value, MultiDual<T> left, MultiDual<T> right, MultiDual<T> addend)
    {
        Vector256<T> dx = Vector256.Create(right.Value), dy = Vector256.Create(left.Value);
        return new(value, (left._low * dx) + (right._low * dy) + addend._low, (left._high * dx) + (right._high * dy) + addend._high);
    }
}
