using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>
/// A number that remembers how it was computed: reverse-mode differentiation of any code that is generic over .NET's number
/// interfaces. Operations on variables of a <see cref="ScalarTape{T}"/> are recorded there; a number made from a plain
/// one is a constant, and operations on constants alone record nothing.
/// </summary>
/// <typeparam name="T">The numbers within: <c>float</c>, <c>double</c>, or a <see cref="Dual{T}"/> or another <see cref="Scalar{T}"/>, for higher derivatives.</typeparam>
/// <remarks>
/// <para>Every function of the interfaces is differentiated. Comparisons, equality, classification, formatting and hash
/// codes are those of the value; a branch is followed as the value takes it. Conversion to another number type keeps the value and
/// drops the derivative.</para>
/// <para>Where a slope does not exist: <c>abs'(0) = 0</c>; equal arguments of <c>Max</c> and <c>Min</c> share evenly; clamping
/// passes at its bounds; steps (<c>Floor</c>, <c>Ceiling</c>, <c>Round</c>, <c>Truncate</c>) have slope zero everywhere; the slopes of
/// <c>Hypot</c> and <c>Atan2</c> are zero at the origin.</para>
/// <para>Cost: one entry of two slopes and two places on the tape for an operation, 24 bytes in <c>double</c>. Writing
/// <c>Scalar&lt;T&gt;.MultiplyAddEstimate(w, x, sum)</c> for <c>w * x + sum</c> records one entry where the sum is the newest one.</para>
/// <example>
/// <code>
/// using ScalarTape&lt;double&gt; tape = new();
/// Scalar&lt;double&gt; x = tape.Variable(3), y = tape.Variable(2);
/// Scalar&lt;double&gt; z = (x * y) + Scalar&lt;double&gt;.Sin(x);
/// double[] gradient = tape.Gradient(z, x, y);   // 2 + cos 3, 3
/// </code>
/// </example>
/// </remarks>
public readonly partial struct Scalar<T> : IFloatingPointIeee754<Scalar<T>>, IChained<Scalar<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The tape's mark in the upper half, the entry's number in the lower; 0 for a constant.
    private readonly ulong _place;

    /// <summary>A constant.</summary>
    /// <param name="value">The number.</param>
    public Scalar(T value) => Value = value;

    internal Scalar(T value, ulong place)
    {
        Value = value;
        _place = place;
    }

    /// <summary>The number.</summary>
    public T Value { get; }

    /// <summary>Whether it depends on no variable of a tape.</summary>
    public bool IsConstant => _place == 0;

    internal ulong Place => _place;

    /// <inheritdoc/>
    public bool IsZeroThroughout => IsConstant && Negligible.IsZero(Value);

    /// <summary>A constant.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar<T>(T value) => new(value);

    /// <summary>A constant, so that formulas can use whole numbers at every level of nesting.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar<T>(int value) => new(T.CreateChecked(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> left, Scalar<T> right) => Chain(left.Value + right.Value, left, T.One, right, T.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> left, Scalar<T> right) => Chain(left.Value - right.Value, left, T.One, right, T.NegativeOne);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> left, Scalar<T> right) => Chain(left.Value * right.Value, left, right.Value, right, left.Value);

    /// <inheritdoc/>
    public static Scalar<T> operator /(Scalar<T> left, Scalar<T> right) => Chain(Slopes.Divide(left.Value, right.Value, out T dx, out T dy), left, dx, right, dy);

    /// <inheritdoc/>
    public static Scalar<T> operator -(Scalar<T> value) => Chain(-value.Value, value, T.NegativeOne);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> FusedMultiplyAdd(Scalar<T> left, Scalar<T> right, Scalar<T> addend) =>
        ChainProduct(T.FusedMultiplyAdd(left.Value, right.Value, addend.Value), left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MultiplyAddEstimate(Scalar<T> left, Scalar<T> right, Scalar<T> addend) =>
        ChainProduct(T.MultiplyAddEstimate(left.Value, right.Value, addend.Value), left, right, addend);

    static Scalar<T> IChained<Scalar<T>, T>.Constant(T value) => new(value);

    static bool IChained<Scalar<T>, T>.Moves(Scalar<T> x) => !x.IsConstant;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar<T> IChained<Scalar<T>, T>.Chain(T value, Scalar<T> x, T slope) => Chain(value, x, slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar<T> IChained<Scalar<T>, T>.Chain(T value, Scalar<T> x, T dx, Scalar<T> y, T dy) => Chain(value, x, dx, y, dy);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> Chain(T value, Scalar<T> x, T slope)
    {
        if (x._place == 0)
            return new(value);
        ScalarTape<T>? tape = ScalarTape<T>.Current;
        if (tape is null || !tape.Owns(x._place))
            ScalarErrors.ThrowForeign(tape, x);
        return new(value, tape.Append(slope, (int)x._place));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> Chain(T value, Scalar<T> x, T dx, Scalar<T> y, T dy)
    {
        ScalarTape<T>? tape;
        if (x._place != 0 && y._place != 0)
        {
            tape = ScalarTape<T>.Current;
            if (tape is null || !tape.Owns(x._place) || !tape.Owns(y._place))
                ScalarErrors.ThrowForeign(tape, x, y);
            return new(value, tape.Append(dx, (int)x._place, dy, (int)y._place));
        }

        return x._place != 0 ? ChainOne(value, x, dx) : y._place != 0 ? ChainOne(value, y, dy) : new(value);
    }

    // Of a call where the other operand is a constant, so that only the common case is inlined.
    private static Scalar<T> ChainOne(T value, Scalar<T> x, T slope) => Chain(value, x, slope);

    // x y + z. A sum that is the newest entry needs no place: the product's entry passes its adjoint on to the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> ChainProduct(T value, Scalar<T> x, Scalar<T> y, Scalar<T> z)
    {
        ScalarTape<T>? tape = ScalarTape<T>.Current;
        if (x._place == 0 || y._place == 0 || z._place == 0 || tape is null)
            return ChainPartly(value, x, y, z);
        if (!tape.Owns(x._place) || !tape.Owns(y._place) || !tape.Owns(z._place))
            ScalarErrors.ThrowForeign(tape, x, y, z);
        return new(value, tape.AppendProduct(y.Value, (int)x._place, x.Value, (int)y._place, (int)z._place));
    }

    private static Scalar<T> ChainPartly(T value, Scalar<T> x, Scalar<T> y, Scalar<T> z)
    {
        if (z._place == 0)
            return Chain(value, x, y.Value, y, x.Value);
        if (x._place == 0)
            return Chain(value, y, x.Value, z, T.One);
        if (y._place == 0)
            return Chain(value, x, y.Value, z, T.One);
        throw ScalarErrors.Foreign<T>(null, x);
    }
}
