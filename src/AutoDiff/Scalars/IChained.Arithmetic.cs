using System;
using System.Numerics;

namespace AutoDiff;

// Extremes, steps, remainders and signs; the four operations stand with each type.
internal partial interface IChained<TSelf, T>
{
    static TSelf INumberBase<TSelf>.Abs(TSelf value) => TSelf.Chain(Slopes.Abs(value.Value, out T slope), value, slope);

    static TSelf INumber<TSelf>.CopySign(TSelf value, TSelf sign) => TSelf.Chain(Slopes.CopySign(value.Value, sign.Value, out T slope), value, slope);

    static TSelf IUnaryPlusOperators<TSelf, TSelf>.operator +(TSelf value) => value;

    static TSelf IIncrementOperators<TSelf>.operator ++(TSelf value) => value + TSelf.One;

    static TSelf IDecrementOperators<TSelf>.operator --(TSelf value) => value - TSelf.One;

    static TSelf IModulusOperators<TSelf, TSelf, TSelf>.operator %(TSelf left, TSelf right) =>
        TSelf.Chain(Slopes.Remainder(left.Value, right.Value, out T slope), left, T.One, right, slope);

    static TSelf IFloatingPointIeee754<TSelf>.Ieee754Remainder(TSelf left, TSelf right) =>
        TSelf.Chain(Slopes.Ieee754Remainder(left.Value, right.Value, out T slope), left, T.One, right, slope);

    static TSelf IFloatingPointIeee754<TSelf>.BitDecrement(TSelf x) => TSelf.Chain(T.BitDecrement(x.Value), x, T.One);

    static TSelf IFloatingPointIeee754<TSelf>.BitIncrement(TSelf x) => TSelf.Chain(T.BitIncrement(x.Value), x, T.One);

    static TSelf IFloatingPoint<TSelf>.Floor(TSelf x) => TSelf.Constant(T.Floor(x.Value));

    static TSelf IFloatingPoint<TSelf>.Ceiling(TSelf x) => TSelf.Constant(T.Ceiling(x.Value));

    static TSelf IFloatingPoint<TSelf>.Truncate(TSelf x) => TSelf.Constant(T.Truncate(x.Value));

    static TSelf IFloatingPoint<TSelf>.Round(TSelf x) => TSelf.Constant(T.Round(x.Value));

    static TSelf IFloatingPoint<TSelf>.Round(TSelf x, int digits) => TSelf.Constant(T.Round(x.Value, digits));

    static TSelf IFloatingPoint<TSelf>.Round(TSelf x, MidpointRounding mode) => TSelf.Constant(T.Round(x.Value, mode));

    static TSelf IFloatingPoint<TSelf>.Round(TSelf x, int digits, MidpointRounding mode) => TSelf.Constant(T.Round(x.Value, digits, mode));

    static TSelf INumber<TSelf>.Clamp(TSelf value, TSelf min, TSelf max)
    {
        T.Clamp(value.Value, min.Value, max.Value);
        return value.Value < min.Value ? min : value.Value > max.Value ? max : value;
    }

    static TSelf INumber<TSelf>.Max(TSelf x, TSelf y) => x.Value > y.Value ? x : y.Value > x.Value ? y : Chosen(T.Max(x.Value, y.Value), x, y);

    static TSelf INumber<TSelf>.Min(TSelf x, TSelf y) => x.Value < y.Value ? x : y.Value < x.Value ? y : Chosen(T.Min(x.Value, y.Value), x, y);

    static TSelf INumber<TSelf>.MaxNumber(TSelf x, TSelf y) => x.Value > y.Value ? x : y.Value > x.Value ? y : Chosen(T.MaxNumber(x.Value, y.Value), x, y);

    static TSelf INumber<TSelf>.MinNumber(TSelf x, TSelf y) => x.Value < y.Value ? x : y.Value < x.Value ? y : Chosen(T.MinNumber(x.Value, y.Value), x, y);

    static TSelf INumberBase<TSelf>.MaxMagnitude(TSelf x, TSelf y) => Chosen(T.MaxMagnitude(x.Value, y.Value), x, y);

    static TSelf INumberBase<TSelf>.MinMagnitude(TSelf x, TSelf y) => Chosen(T.MinMagnitude(x.Value, y.Value), x, y);

    static TSelf INumberBase<TSelf>.MaxMagnitudeNumber(TSelf x, TSelf y) => Chosen(T.MaxMagnitudeNumber(x.Value, y.Value), x, y);

    static TSelf INumberBase<TSelf>.MinMagnitudeNumber(TSelf x, TSelf y) => Chosen(T.MinMagnitudeNumber(x.Value, y.Value), x, y);

    static int INumber<TSelf>.Sign(TSelf value) => T.Sign(value.Value);

    static int IFloatingPointIeee754<TSelf>.ILogB(TSelf x) => T.ILogB(x.Value);

    // An extreme is whichever argument it equals; both, if they are equal or both not numbers.
    private static TSelf Chosen(T value, TSelf x, TSelf y)
    {
        bool isX = value.Equals(x.Value), isY = value.Equals(y.Value);
        return isX && isY && x.Value == y.Value ? TSelf.Chain(value, x, Slopes.Half<T>(), y, Slopes.Half<T>()) : isX ? x : y;
    }
}
