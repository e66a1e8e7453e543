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
        return new(value, tape.Append(slope, default, (uint)x._place));
    }

    // A constant is owned by no tape, so that one comparison tells the common case, which alone is inlined.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> Chain(T value, Scalar<T> x, T dx, Scalar<T> y, T dy)
    {
        ScalarTape<T>? tape = ScalarTape<T>.Current;
        return tape is not null && tape.Owns(x._place, y._place)
            ? new(value, tape.Append(dx, dy, ScalarEntry<T>.Pack(x._place, y._place, 0)))
            : ChainPartly(value, x, dx, y, dy);
    }

    private static Scalar<T> ChainPartly(T value, Scalar<T> x, T dx, Scalar<T> y, T dy)
    {
        if (y._place == 0)
            return Chain(value, x, dx);
        if (x._place == 0)
            return Chain(value, y, dy);
        ScalarErrors.ThrowForeign(ScalarTape<T>.Current, x, y);
        return default;
    }

    // x y + z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> ChainProduct(T value, Scalar<T> x, Scalar<T> y, Scalar<T> z)
    {
        ScalarTape<T>? tape = ScalarTape<T>.Current;
        return tape is not null && tape.Owns(x._place, y._place, z._place)
            ? new(value, tape.AppendProduct(y.Value, x._place, x.Value, y._place, z._place))
            : ChainPartly(value, x, y, z);
    }

    private static Scalar<T> ChainPartly(T value, Scalar<T> x, Scalar<T> y, Scalar<T> z)
    {
        if (z._place == 0)
            return Chain(value, x, y.Value, y, x.Value);
        if (x._place == 0)
            return Chain(value, y, x.Value, z, T.One);
        if (y._place == 0)
            return Chain(value, x, y.Value, z, T.One);
        ScalarErrors.ThrowForeign(ScalarTape<T>.Current, x, y, z);
        return default;
    }
}
