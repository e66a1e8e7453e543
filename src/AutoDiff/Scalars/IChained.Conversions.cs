using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

// To and from other types of numbers: the value, without its derivatives.
internal partial interface IChained<TSelf, T>
{
    static TSelf INumberBase<TSelf>.CreateChecked<TOther>(TOther value) =>
        value is TSelf same ? same
            : TryFromChecked(value, out T number) ? TSelf.Constant(number)
            : throw new NotSupportedException($"CreateChecked: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    static TSelf INumberBase<TSelf>.CreateSaturating<TOther>(TOther value) =>
        value is TSelf same ? same
            : TryFromSaturating(value, out T number) ? TSelf.Constant(number)
            : throw new NotSupportedException($"CreateSaturating: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    static TSelf INumberBase<TSelf>.CreateTruncating<TOther>(TOther value) =>
        value is TSelf same ? same
            : TryFromTruncating(value, out T number) ? TSelf.Constant(number)
            : throw new NotSupportedException($"CreateTruncating: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    static bool INumberBase<TSelf>.TryConvertFromChecked<TOther>(TOther value, out TSelf result)
    {
        bool converted = TryFromChecked(value, out T number);
        result = TSelf.Constant(number);
        return converted;
    }

    static bool INumberBase<TSelf>.TryConvertToChecked<TOther>(TSelf value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromChecked(value.Value, out result) || T.TryConvertToChecked(value.Value, out result);
    }

    static bool INumberBase<TSelf>.TryConvertFromSaturating<TOther>(TOther value, out TSelf result)
    {
        bool converted = TryFromSaturating(value, out T number);
        result = TSelf.Constant(number);
        return converted;
    }

    static bool INumberBase<TSelf>.TryConvertToSaturating<TOther>(TSelf value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromSaturating(value.Value, out result) || T.TryConvertToSaturating(value.Value, out result);
    }

    static bool INumberBase<TSelf>.TryConvertFromTruncating<TOther>(TOther value, out TSelf result)
    {
        bool converted = TryFromTruncating(value, out T number);
        result = TSelf.Constant(number);
        return converted;
    }

    static bool INumberBase<TSelf>.TryConvertToTruncating<TOther>(TSelf value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromTruncating(value.Value, out result) || T.TryConvertToTruncating(value.Value, out result);
    }

    private static bool TryFromChecked<TOther>(TOther value, out T result)
        where TOther : INumberBase<TOther>
    {
        if (value is T same)
        {
            result = same;
            return true;
        }

        return T.TryConvertFromChecked(value, out result) || TOther.TryConvertToChecked(value, out result);
    }

    private static bool TryFromSaturating<TOther>(TOther value, out T result)
        where TOther : INumberBase<TOther>
    {
        if (value is T same)
        {
            result = same;
            return true;
        }

        return T.TryConvertFromSaturating(value, out result) || TOther.TryConvertToSaturating(value, out result);
    }

    private static bool TryFromTruncating<TOther>(TOther value, out T result)
        where TOther : INumberBase<TOther>
    {
        if (value is T same)
        {
            result = same;
            return true;
        }

        return T.TryConvertFromTruncating(value, out result) || TOther.TryConvertToTruncating(value, out result);
    }
}
