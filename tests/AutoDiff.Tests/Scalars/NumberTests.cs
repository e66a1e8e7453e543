using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Xunit;

namespace AutoDiff.Tests.Scalars;

// What generic code asks of a number: conversions, comparisons, text, constants.
public sealed class NumberTests
{
    [Fact]
    public void Plain_numbers_become_constants()
    {
        Assert.Equal((2.5, 0), Parts(Dual<double>.CreateChecked(2.5)));
        Assert.Equal((7, 0), Parts(Dual<double>.CreateChecked(7)));
        Assert.Equal((2.5, 0), Parts(Dual<double>.CreateSaturating(2.5f)));
        Assert.Equal((3, 0), Parts(Dual<double>.CreateTruncating(new BigInteger(3))));
        Assert.Equal(7, Dual<Scalar<Dual<double>>>.CreateChecked(7).Value.Value.Value);
        Assert.Equal((3, 1), Parts(Dual<Dual<double>>.CreateChecked(new Dual<double>(3, 1)).Value));
        Assert.Equal((3, 1), Parts(Dual<double>.CreateChecked(new Dual<double>(3, 1))));
        Assert.True(Scalar<double>.CreateChecked(7).IsConstant);
        Assert.True(default(Scalar<double>).IsConstant);
    }

    [Fact]
    public void Other_types_take_the_value()
    {
        Dual<double> x = new(3.7, 1);
        Assert.Equal(3, int.CreateTruncating(x));
        Assert.Equal(3.7, double.CreateChecked(x));
        Assert.Equal(3.7f, float.CreateChecked(new Dual<Dual<double>>(x, x)));
        Assert.Equal(255, byte.CreateSaturating(new Dual<double>(1000, 1)));
        Assert.Throws<OverflowException>(() => byte.CreateChecked(new Dual<double>(1000, 1)));
        Assert.Equal((3.7, 0), Parts(Dual<double>.CreateChecked(new Scalar<double>(3.7))));
    }

    [Fact]
    public void Comparisons_are_those_of_the_values()
    {
        Dual<double> a = new(1, 5), b = new(1, -5), c = new(2, 0), nan = double.NaN;
        Assert.True(a == b && a <= b && a >= b && a < c && c > a && a != c && a.Equals(b) && a.GetHashCode() == b.GetHashCode());
        Assert.False(nan == new Dual<double>(double.NaN) || nan < a || nan > a);
        Assert.True(nan.Equals(nan) && nan.CompareTo(a) < 0 && a.CompareTo(c) < 0 && a.CompareTo(null) > 0 && a.CompareTo((object)b) == 0);
        Assert.Equal("CompareTo: another type: the other object is a String; need a Dual. (Parameter 'obj')", Assert.Throws<ArgumentException>(() => a.CompareTo("1")).Message);
        Assert.False(a.Equals("1"));
        Assert.Equal([1, -1, 0], new[] { Dual<double>.Sign(3), Dual<double>.Sign(-3), Dual<double>.Sign(0) });
        Assert.Equal(3, Dual<double>.ILogB(8));
    }

    [Fact]
    public void Text_is_the_value_s()
    {
        Dual<double> x = Dual<double>.Parse("-2.5", CultureInfo.InvariantCulture);
        Assert.Equal((-2.5, 0), Parts(x));
        Assert.Equal("-2.50", x.ToString("F2", CultureInfo.InvariantCulture));
        Assert.Equal("-2.5", string.Create(CultureInfo.InvariantCulture, $"{new Dual<Dual<double>>(x, x)}"));
        Assert.True(Scalar<double>.TryParse("1e3", NumberStyles.Float, CultureInfo.InvariantCulture, out Scalar<double> y) && y.Value == 1000 && y.IsConstant);
        Assert.False(Scalar<double>.TryParse("one", CultureInfo.InvariantCulture, out _));
        Assert.False(Dual<double>.TryParse("1e3".AsSpan(), NumberStyles.None, CultureInfo.InvariantCulture, out _));
        Assert.True(Parsed<Dual<double>>("0.5"u8) == 0.5);

        static T Parsed<T>(ReadOnlySpan<byte> text)
            where T : INumber<T> => T.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Questions_and_constants_are_the_inner_type_s()
    {
        Same<Dual<double>, double>();
        Same<Scalar<double>, double>();
        Same<MultiDual<double>, double>();
        Same<MultiDual<float>, float>();
        Same<Dual<float>, float>();
        Same<Scalar<Dual<float>>, Dual<float>>();
    }

    private static void Same<TNumber, T>()
        where TNumber : IFloatingPointIeee754<TNumber>
        where T : IFloatingPointIeee754<T>
    {
        Assert.Equal(
            Answers<T>(), Answers<TNumber>());
        Assert.Equal(double.CreateChecked(T.Epsilon), double.CreateChecked(TNumber.Epsilon));
    }

    private static object[] Answers<T>()
        where T : IFloatingPointIeee754<T>
    {
        T[] samples =
        [
            T.Zero,
            T.One,
            T.NegativeOne,
            T.NegativeZero,
            T.NaN,
            T.PositiveInfinity,
            T.NegativeInfinity,
            T.Epsilon,
            T.E,
            T.Pi,
            T.Tau,
            T.CreateChecked(2),
            T.CreateChecked(2.5),
            T.AdditiveIdentity,
            T.MultiplicativeIdentity,
        ];
        Span<byte> bytes = stackalloc byte[16];
        T one = T.One;
        bool written = one.TryWriteSignificandLittleEndian(bytes, out int count) & one.TryWriteExponentBigEndian(bytes[count..], out int more)
            & one.TryWriteSignificandBigEndian(bytes, out _) & one.TryWriteExponentLittleEndian(bytes[count..], out _);
        return
        [
            .. samples.Select(x => $"{x} {T.IsCanonical(x)} {T.IsComplexNumber(x)} {T.IsEvenInteger(x)} {T.IsFinite(x)} {T.IsImaginaryNumber(x)} {T.IsInfinity(x)} "
                + $"{T.IsInteger(x)} {T.IsNaN(x)} {T.IsNegative(x)} {T.IsNegativeInfinity(x)} {T.IsNormal(x)} {T.IsOddInteger(x)} "
                + $"{T.IsPositive(x)} {T.IsPositiveInfinity(x)} {T.IsRealNumber(x)} {T.IsSubnormal(x)} {T.IsZero(x)}"),
            T.Radix,
            one.GetExponentByteCount(),
            one.GetExponentShortestBitLength(),
            one.GetSignificandBitLength(),
            one.GetSignificandByteCount(),
            written,
            count,
            more,
            Convert.ToHexString(bytes),
            T.Lerp(T.One, T.CreateChecked(3), T.CreateChecked(0.25)).ToString()!, T.Sign(T.NegativeOne), T.ConvertToInteger<int>(T.CreateChecked(2.5)),
        ];
    }

    private static (double, double) Parts(Dual<double> x) => (x.Value, x.Tangent);
}
