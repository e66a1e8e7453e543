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
/// <para>Cost: an operation on two numbers is one entry of two slopes and two places on the tape, 24 bytes in <c>double</c>. A function of one number, or an
/// operation with a constant, records nothing: the number carries its slope with respect to the entry it comes from. A product of such slopes that is below the range
/// of numbers is zero, as in forward mode. Writing <c>Scalar&lt;T&gt;.MultiplyAddEstimate(w, x, sum)</c> for
/// <c>w * x + sum</c> records one entry where the sum is a recent one.</para>
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
    // The number, and its derivative with respect to the entry at its place: one where the entry is its own, never infinite or subnormal. A function of one number
    // changes these two and records nothing. Source: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 10: preaccumulation.
    private readonly T _value, _slope;
    private readonly ulong _place;

    /// <summary>A constant.</summary>
    /// <param name="value">The number.</param>
    public Scalar(T value) => _value = value;

    internal Scalar(T value, T slope, ulong place)
    {
        _value = value;
        _slope = slope;
        _place = place;
    }

    internal Scalar(T value, ScalarLink<T> link)
        : this(value, link.Slope, link.Place)
    {
    }

    /// <summary>The number.</summary>
    public T Value => _value;

    /// <summary>Whether it depends on no variable of a tape.</summary>
    public bool IsConstant => _place == 0;

    internal T Slope => _slope;

    internal ulong Place => _place;

    internal int Entry => ScalarPlace.Entry(_place);

    /// <inheritdoc/>
    public bool IsZeroThroughout => IsConstant && Negligible.IsZero(_value);

    /// <summary>A constant.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar<T>(T value) => new(value);

    /// <summary>A constant, so that formulas can use whole numbers at every level of nesting.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar<T>(int value) => new(T.CreateChecked(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> left, Scalar<T> right) => Of(left._value + right._value, left._slope, left._place, right._slope, right._place);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> left, Scalar<T> right) => Of(left._value - right._value, left._slope, left._place, -right._slope, right._place);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> left, Scalar<T> right) =>
        Of(left._value * right._value, right._value * left._slope, left._place, left._value * right._slope, right._place);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator /(Scalar<T> left, Scalar<T> right) =>
        Of(Slopes.Divide(left._value, right._value, out T dx, out T dy), dx * left._slope, left._place, dy * right._slope, right._place);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> value) => Of(-value._value, -value._slope, value._place);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> FusedMultiplyAdd(Scalar<T> left, Scalar<T> right, Scalar<T> addend) =>
        OfProduct(T.FusedMultiplyAdd(left._value, right._value, addend._value), left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MultiplyAddEstimate(Scalar<T> left, Scalar<T> right, Scalar<T> addend) =>
        OfProduct(T.MultiplyAddEstimate(left._value, right._value, addend._value), left, right, addend);

    static Scalar<T> IChained<Scalar<T>, T>.Constant(T value) => new(value);

    static bool IChained<Scalar<T>, T>.Moves(Scalar<T> x) => !x.IsConstant;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar<T> IChained<Scalar<T>, T>.Chain(T value, Scalar<T> x, T slope) => Of(value, slope * x._slope, x._place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar<T> IChained<Scalar<T>, T>.Chain(T value, Scalar<T> x, T dx, Scalar<T> y, T dy) => Of(value, dx * x._slope, x._place, dy * y._slope, y._place);

    // A function of the entry at x; a slope that is zero, subnormal or infinite takes the rare way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> Of(T value, T dx, ulong x)
    {
        if (x == 0)
            return new(value);
        return T.IsNormal(dx) ? new(value, dx, ScalarPlace.OfFunction(x)) : new(value, ScalarTape<T>.LinkRarely(dx, x));
    }

    // Of the entries at x and y. Where the compiler sees a constant, only the rest remains.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> Of(T value, T dx, ulong x, T dy, ulong y)
    {
        if (y == 0)
            return Of(value, dx, x);
        if (x == 0)
            return Of(value, dy, y);
        ulong place = ScalarTape<T>.Link(dx, x, dy, y);
        return place != 0 ? new(value, T.One, place) : new(value, ScalarTape<T>.LinkRarely(dx, x, dy, y));
    }

    // x y + z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> OfProduct(T value, Scalar<T> x, Scalar<T> y, Scalar<T> z)
    {
        T dx = y._value * x._slope, dy = x._value * y._slope;
        ulong place = ScalarTape<T>.Link(dx, x._place, dy, y._place, z._slope, z._place);
        return place != 0 ? new(value, T.One, place) : new(value, ScalarTape<T>.LinkRarely(dx, x._place, dy, y._place, z._slope, z._place));
    }
}
