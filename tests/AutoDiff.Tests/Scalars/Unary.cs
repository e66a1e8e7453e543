using System;
using System.Collections.Generic;
using System.Linq;
using static System.Math;

namespace AutoDiff.Tests.Scalars;

// A function of one number by its .NET name, its slope in closed form, and points within its domain.
internal sealed record Unary(string Name, Func<double, double> Slope, params double[] Points)
{
    private static readonly double Ln2 = Math.Log(2), Ln10 = Math.Log(10);
    private static readonly double[] Anywhere = [-2.3, -0.4, 0.3, 1.7], Positive = [0.2, 1.3, 4.5], AboveMinusOne = [-0.7, 0.1, 2.4], Within = [-0.8, -0.1, 0.6];

    public static IReadOnlyList<Unary> All { get; } =
    [
        new("Abs", x => Math.Sign(x), [.. Anywhere, 0]),
        new("Sqrt", x => 0.5 * Math.Pow(x, -0.5), Positive),
        new("Cbrt", x => Math.Pow(Math.Abs(x), -2.0 / 3) / 3, Anywhere),
        new("Exp", Math.Exp, Anywhere),
        new("Exp2", x => Math.Pow(2, x) * Ln2, Anywhere),
        new("Exp10", x => Math.Pow(10, x) * Ln10, Anywhere),
        new("ExpM1", Math.Exp, [.. Anywhere, -50]),
        new("Exp2M1", x => Math.Pow(2, x) * Ln2, Anywhere),
        new("Exp10M1", x => Math.Pow(10, x) * Ln10, Anywhere),
        new("Log", x => 1 / x, Positive),
        new("Log2", x => 1 / (x * Ln2), Positive),
        new("Log10", x => 1 / (x * Ln10), Positive),
        new("LogP1", x => 1 / (1 + x), AboveMinusOne),
        new("Log2P1", x => 1 / ((1 + x) * Ln2), AboveMinusOne),
        new("Log10P1", x => 1 / ((1 + x) * Ln10), AboveMinusOne),
        new("Sin", Math.Cos, Anywhere),
        new("Cos", x => -Math.Sin(x), Anywhere),
        new("Tan", x => Math.Pow(Math.Cos(x), -2), Anywhere),
        new("SinPi", x => PI * Math.Cos(PI * x), Anywhere),
        new("CosPi", x => -PI * Math.Sin(PI * x), Anywhere),
        new("TanPi", x => PI * Math.Pow(Math.Cos(PI * x), -2), Anywhere),
        new("Asin", x => Math.Pow(1 - (x * x), -0.5), Within),
        new("Acos", x => -Math.Pow(1 - (x * x), -0.5), Within),
        new("Atan", x => 1 / (1 + (x * x)), Anywhere),
        new("AsinPi", x => Math.Pow(1 - (x * x), -0.5) / PI, Within),
        new("AcosPi", x => -Math.Pow(1 - (x * x), -0.5) / PI, Within),
        new("AtanPi", x => 1 / (1 + (x * x)) / PI, Anywhere),
        new("Sinh", Math.Cosh, Anywhere),
        new("Cosh", Math.Sinh, Anywhere),
        new("Tanh", x => Math.Pow(Math.Cosh(x), -2), Anywhere),
        new("Asinh", x => Math.Pow(1 + (x * x), -0.5), Anywhere),
        new("Acosh", x => Math.Pow((x * x) - 1, -0.5), 1.1, 2.7),
        new("Atanh", x => 1 / (1 - (x * x)), Within),
        new("DegreesToRadians", _ => PI / 180, Anywhere),
        new("RadiansToDegrees", _ => 180 / PI, Anywhere),
        new("ReciprocalEstimate", x => -1 / (x * x), Positive) { Tolerance = 1e-3, AllOrders = false },
        new("ReciprocalSqrtEstimate", x => -0.5 * Math.Pow(x, -1.5), Positive) { Tolerance = 1e-3, AllOrders = false },
        new("BitIncrement", _ => 1, Anywhere),
        new("BitDecrement", _ => 1, Anywhere),
        new("Floor", _ => 0, Anywhere),
        new("Ceiling", _ => 0, Anywhere),
        new("Truncate", _ => 0, Anywhere),
        new("Round", _ => 0, Anywhere),
        new("op_UnaryPlus", _ => 1, Anywhere),
        new("op_UnaryNegation", _ => -1, Anywhere),
        new("op_Increment", _ => 1, Anywhere),
        new("op_Decrement", _ => 1, Anywhere),
    ];

    public double Tolerance { get; init; } = 1e-13;

    // An estimate's slope is an estimate's, so that slopes of slopes drift.
    public bool AllOrders { get; init; } = true;

    // The function for one number type.
    public Func<T, T> For<T>() => Named<T>(Name);

    public static Unary Of(string name) => All.Single(row => row.Name == name);

    public static Func<T, T> Named<T>(string name) => Methods.Named<T, Func<T, T>>(name);
}
