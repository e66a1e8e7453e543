using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// The functions of .NET's number interfaces under the names of the types that carry derivatives, as in <c>Dual&lt;double&gt;.Sin(x)</c>: what
/// code generic over the interfaces calls, for code that names the type.
/// </summary>
public static partial class ScalarFunctions
{
    extension<TSelf>(TSelf)
        where TSelf : struct, IFloatingPointIeee754<TSelf>, ICarriesDerivatives
    {
        /// <inheritdoc cref="IUnaryPlusOperators{TSelf, TSelf}.op_UnaryPlus(TSelf)"/>
        public static TSelf operator +(TSelf value) => value;

        /// <inheritdoc cref="IModulusOperators{TSelf, TSelf, TSelf}.op_Modulus(TSelf, TSelf)"/>
        public static TSelf operator %(TSelf left, TSelf right) => left % right;

        /// <inheritdoc cref="IIncrementOperators{TSelf}.op_Increment(TSelf)"/>
        public static TSelf operator ++(TSelf value) => value + TSelf.One;

        /// <inheritdoc cref="IDecrementOperators{TSelf}.op_Decrement(TSelf)"/>
        public static TSelf operator --(TSelf value) => value - TSelf.One;

        /// <inheritdoc cref="INumberBase{TSelf}.Abs(TSelf)"/>
        public static TSelf Abs(TSelf value) => TSelf.Abs(value);

        /// <inheritdoc cref="INumber{TSelf}.CopySign(TSelf, TSelf)"/>
        public static TSelf CopySign(TSelf value, TSelf sign) => TSelf.CopySign(value, sign);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.Ieee754Remainder(TSelf, TSelf)"/>
        public static TSelf Ieee754Remainder(TSelf left, TSelf right) => TSelf.Ieee754Remainder(left, right);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.BitDecrement(TSelf)"/>
        public static TSelf BitDecrement(TSelf x) => TSelf.BitDecrement(x);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.BitIncrement(TSelf)"/>
        public static TSelf BitIncrement(TSelf x) => TSelf.BitIncrement(x);

        /// <inheritdoc cref="IFloatingPoint{TSelf}.Floor(TSelf)"/>
        public static TSelf Floor(TSelf x) => TSelf.Floor(x);

        /// <inheritdoc cref="IFloatingPoint{TSelf}.Ceiling(TSelf)"/>
        public static TSelf Ceiling(TSelf x) => TSelf.Ceiling(x);

        /// <inheritdoc cref="IFloatingPoint{TSelf}.Truncate(TSelf)"/>
        public static TSelf Truncate(TSelf x) => TSelf.Truncate(x);

        /// <inheritdoc cref="IFloatingPoint{TSelf}.Round(TSelf)"/>
        public static TSelf Round(TSelf x) => TSelf.Round(x);

        /// <inheritdoc cref="IFloatingPoint{TSelf}.Round(TSelf, int)"/>
        public static TSelf Round(TSelf x, int digits) => TSelf.Round(x, digits);

        /// <inheritdoc cref="IFloatingPoint{TSelf}.Round(TSelf, MidpointRounding)"/>
        public static TSelf Round(TSelf x, MidpointRounding mode) => TSelf.Round(x, mode);

        /// <inheritdoc cref="IFloatingPoint{TSelf}.Round(TSelf, int, MidpointRounding)"/>
        public static TSelf Round(TSelf x, int digits, MidpointRounding mode) => TSelf.Round(x, digits, mode);

        /// <inheritdoc cref="INumber{TSelf}.Clamp(TSelf, TSelf, TSelf)"/>
        public static TSelf Clamp(TSelf value, TSelf min, TSelf max) => TSelf.Clamp(value, min, max);

        /// <inheritdoc cref="INumber{TSelf}.Max(TSelf, TSelf)"/>
        public static TSelf Max(TSelf x, TSelf y) => TSelf.Max(x, y);

        /// <inheritdoc cref="INumber{TSelf}.Min(TSelf, TSelf)"/>
        public static TSelf Min(TSelf x, TSelf y) => TSelf.Min(x, y);

        /// <inheritdoc cref="INumber{TSelf}.MaxNumber(TSelf, TSelf)"/>
        public static TSelf MaxNumber(TSelf x, TSelf y) => TSelf.MaxNumber(x, y);

        /// <inheritdoc cref="INumber{TSelf}.MinNumber(TSelf, TSelf)"/>
        public static TSelf MinNumber(TSelf x, TSelf y) => TSelf.MinNumber(x, y);

        /// <inheritdoc cref="INumberBase{TSelf}.MaxMagnitude(TSelf, TSelf)"/>
        public static TSelf MaxMagnitude(TSelf x, TSelf y) => TSelf.MaxMagnitude(x, y);

        /// <inheritdoc cref="INumberBase{TSelf}.MinMagnitude(TSelf, TSelf)"/>
        public static TSelf MinMagnitude(TSelf x, TSelf y) => TSelf.MinMagnitude(x, y);

        /// <inheritdoc cref="INumberBase{TSelf}.MaxMagnitudeNumber(TSelf, TSelf)"/>
        public static TSelf MaxMagnitudeNumber(TSelf x, TSelf y) => TSelf.MaxMagnitudeNumber(x, y);

        /// <inheritdoc cref="INumberBase{TSelf}.MinMagnitudeNumber(TSelf, TSelf)"/>
        public static TSelf MinMagnitudeNumber(TSelf x, TSelf y) => TSelf.MinMagnitudeNumber(x, y);

        /// <inheritdoc cref="INumber{TSelf}.Sign(TSelf)"/>
        public static int Sign(TSelf value) => TSelf.Sign(value);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.ILogB(TSelf)"/>
        public static int ILogB(TSelf x) => TSelf.ILogB(x);

        /// <inheritdoc cref="IRootFunctions{TSelf}.Sqrt(TSelf)"/>
        public static TSelf Sqrt(TSelf x) => TSelf.Sqrt(x);

        /// <inheritdoc cref="IRootFunctions{TSelf}.Cbrt(TSelf)"/>
        public static TSelf Cbrt(TSelf x) => TSelf.Cbrt(x);

        /// <inheritdoc cref="IExponentialFunctions{TSelf}.Exp(TSelf)"/>
        public static TSelf Exp(TSelf x) => TSelf.Exp(x);

        /// <inheritdoc cref="IExponentialFunctions{TSelf}.Exp2(TSelf)"/>
        public static TSelf Exp2(TSelf x) => TSelf.Exp2(x);

        /// <inheritdoc cref="IExponentialFunctions{TSelf}.Exp10(TSelf)"/>
        public static TSelf Exp10(TSelf x) => TSelf.Exp10(x);

        /// <inheritdoc cref="IExponentialFunctions{TSelf}.ExpM1(TSelf)"/>
        public static TSelf ExpM1(TSelf x) => TSelf.ExpM1(x);

        /// <inheritdoc cref="IExponentialFunctions{TSelf}.Exp2M1(TSelf)"/>
        public static TSelf Exp2M1(TSelf x) => TSelf.Exp2M1(x);

        /// <inheritdoc cref="IExponentialFunctions{TSelf}.Exp10M1(TSelf)"/>
        public static TSelf Exp10M1(TSelf x) => TSelf.Exp10M1(x);

        /// <inheritdoc cref="ILogarithmicFunctions{TSelf}.Log(TSelf)"/>
        public static TSelf Log(TSelf x) => TSelf.Log(x);

        /// <inheritdoc cref="ILogarithmicFunctions{TSelf}.Log2(TSelf)"/>
        public static TSelf Log2(TSelf x) => TSelf.Log2(x);

        /// <inheritdoc cref="ILogarithmicFunctions{TSelf}.Log10(TSelf)"/>
        public static TSelf Log10(TSelf x) => TSelf.Log10(x);

        /// <inheritdoc cref="ILogarithmicFunctions{TSelf}.LogP1(TSelf)"/>
        public static TSelf LogP1(TSelf x) => TSelf.LogP1(x);

        /// <inheritdoc cref="ILogarithmicFunctions{TSelf}.Log2P1(TSelf)"/>
        public static TSelf Log2P1(TSelf x) => TSelf.Log2P1(x);

        /// <inheritdoc cref="ILogarithmicFunctions{TSelf}.Log10P1(TSelf)"/>
        public static TSelf Log10P1(TSelf x) => TSelf.Log10P1(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.Sin(TSelf)"/>
        public static TSelf Sin(TSelf x) => TSelf.Sin(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.Cos(TSelf)"/>
        public static TSelf Cos(TSelf x) => TSelf.Cos(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.Tan(TSelf)"/>
        public static TSelf Tan(TSelf x) => TSelf.Tan(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.SinPi(TSelf)"/>
        public static TSelf SinPi(TSelf x) => TSelf.SinPi(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.CosPi(TSelf)"/>
        public static TSelf CosPi(TSelf x) => TSelf.CosPi(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.TanPi(TSelf)"/>
        public static TSelf TanPi(TSelf x) => TSelf.TanPi(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.Asin(TSelf)"/>
        public static TSelf Asin(TSelf x) => TSelf.Asin(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.Acos(TSelf)"/>
        public static TSelf Acos(TSelf x) => TSelf.Acos(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.Atan(TSelf)"/>
        public static TSelf Atan(TSelf x) => TSelf.Atan(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.AsinPi(TSelf)"/>
        public static TSelf AsinPi(TSelf x) => TSelf.AsinPi(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.AcosPi(TSelf)"/>
        public static TSelf AcosPi(TSelf x) => TSelf.AcosPi(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.AtanPi(TSelf)"/>
        public static TSelf AtanPi(TSelf x) => TSelf.AtanPi(x);

        /// <inheritdoc cref="IHyperbolicFunctions{TSelf}.Sinh(TSelf)"/>
        public static TSelf Sinh(TSelf x) => TSelf.Sinh(x);

        /// <inheritdoc cref="IHyperbolicFunctions{TSelf}.Cosh(TSelf)"/>
        public static TSelf Cosh(TSelf x) => TSelf.Cosh(x);

        /// <inheritdoc cref="IHyperbolicFunctions{TSelf}.Tanh(TSelf)"/>
        public static TSelf Tanh(TSelf x) => TSelf.Tanh(x);

        /// <inheritdoc cref="IHyperbolicFunctions{TSelf}.Asinh(TSelf)"/>
        public static TSelf Asinh(TSelf x) => TSelf.Asinh(x);

        /// <inheritdoc cref="IHyperbolicFunctions{TSelf}.Acosh(TSelf)"/>
        public static TSelf Acosh(TSelf x) => TSelf.Acosh(x);

        /// <inheritdoc cref="IHyperbolicFunctions{TSelf}.Atanh(TSelf)"/>
        public static TSelf Atanh(TSelf x) => TSelf.Atanh(x);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.ReciprocalEstimate(TSelf)"/>
        public static TSelf ReciprocalEstimate(TSelf x) => TSelf.ReciprocalEstimate(x);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.ReciprocalSqrtEstimate(TSelf)"/>
        public static TSelf ReciprocalSqrtEstimate(TSelf x) => TSelf.ReciprocalSqrtEstimate(x);

        /// <inheritdoc cref="IRootFunctions{TSelf}.RootN(TSelf, int)"/>
        public static TSelf RootN(TSelf x, int n) => TSelf.RootN(x, n);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.ScaleB(TSelf, int)"/>
        public static TSelf ScaleB(TSelf x, int n) => TSelf.ScaleB(x, n);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.DegreesToRadians(TSelf)"/>
        public static TSelf DegreesToRadians(TSelf degrees) => TSelf.DegreesToRadians(degrees);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.RadiansToDegrees(TSelf)"/>
        public static TSelf RadiansToDegrees(TSelf radians) => TSelf.RadiansToDegrees(radians);

        /// <inheritdoc cref="ILogarithmicFunctions{TSelf}.Log(TSelf, TSelf)"/>
        public static TSelf Log(TSelf x, TSelf newBase) => TSelf.Log(x, newBase);

        /// <inheritdoc cref="IRootFunctions{TSelf}.Hypot(TSelf, TSelf)"/>
        public static TSelf Hypot(TSelf x, TSelf y) => TSelf.Hypot(x, y);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.Atan2(TSelf, TSelf)"/>
        public static TSelf Atan2(TSelf y, TSelf x) => TSelf.Atan2(y, x);

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.Atan2Pi(TSelf, TSelf)"/>
        public static TSelf Atan2Pi(TSelf y, TSelf x) => TSelf.Atan2Pi(y, x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.SinCos(TSelf)"/>
        public static (TSelf Sin, TSelf Cos) SinCos(TSelf x) => TSelf.SinCos(x);

        /// <inheritdoc cref="ITrigonometricFunctions{TSelf}.SinCosPi(TSelf)"/>
        public static (TSelf SinPi, TSelf CosPi) SinCosPi(TSelf x) => TSelf.SinCosPi(x);

        /// <inheritdoc cref="IPowerFunctions{TSelf}.Pow(TSelf, TSelf)"/>
        public static TSelf Pow(TSelf x, TSelf y) => TSelf.Pow(x, y);
    }
}
