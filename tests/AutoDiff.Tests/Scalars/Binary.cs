using System;
using System.Collections.Generic;
using System.Linq;
using static System.Math;

namespace AutoDiff.Tests.Scalars;

// A function of two numbers by its .NET name, its value and slopes in closed form, and points within its domain.
internal sealed record Binary(
    string Name, Func<double, double, double> Value, Func<double, double, double> Dx, Func<double, double, double> Dy, params (double X, double Y)[] Points)
{
    private static readonly (double, double)[] Anywhere = [(1.3, 0.7), (-2.1, 1.6), (0.4, -0.9), (-1.2, -2.2)], Positive = [(1.3, 0.7), (0.2, 2.5), (3.1, -1.4)];

    public static IReadOnlyList<Binary> All { get; } =
    [
        new("op_Addition", (x, y) => x + y, (_, _) => 1, (_, _) => 1, Anywhere),
        new("op_Subtraction", (x, y) => x - y, (_, _) => 1, (_, _) => -1, Anywhere),
        new("op_Multiply", (x, y) => x * y, (_, y) => y, (x, _) => x, Anywhere),
        new("op_Division", (x, y) => x / y, (_, y) => 1 / y, (x, y) => -x / (y * y), Anywhere),
        new("op_Modulus", (x, y) => x % y, (_, _) => 1, (x, y) => -Math.Truncate(x / y), Anywhere),
        new("Ieee754Remainder", IEEERemainder, (_, _) => 1, (x, y) => -Math.Round(x / y), Anywhere),
        new("Pow", Math.Pow, (x, y) => y * Math.Pow(x, y - 1), (x, y) => Math.Pow(x, y) * Math.Log(x), Positive),
        new("Log", Math.Log, (x, y) => 1 / (x * Math.Log(y)), (x, y) => -Math.Log(x) / (y * Math.Log(y) * Math.Log(y)), (1.3, 0.7), (0.2, 2.5)),
        new("Hypot", (x, y) => Sqrt((x * x) + (y * y)), (x, y) => x / Sqrt((x * x) + (y * y)), (x, y) => y / Sqrt((x * x) + (y * y)), [.. Anywhere, (0, -2)]),
        new("Atan2", Math.Atan2, (x, y) => y / ((x * x) + (y * y)), (x, y) => -x / ((x * x) + (y * y)), Anywhere),
        new("Atan2Pi", (x, y) => Math.Atan2(x, y) / PI, (x, y) => y / ((x * x) + (y * y)) / PI, (x, y) => -x / ((x * x) + (y * y)) / PI, Anywhere),
        new("CopySign", Math.CopySign, (x, y) => Math.Sign(x) == Math.Sign(y) ? 1 : -1, (_, _) => 0, Anywhere),
        new("Max", Math.Max, (x, y) => Share(x, y), (x, y) => Share(y, x), [.. Anywhere, (2, 2)]),
        new("Min", Math.Min, (x, y) => Share(y, x), (x, y) => Share(x, y), [.. Anywhere, (2, 2)]),
        new("MaxNumber", Math.Max, (x, y) => Share(x, y), (x, y) => Share(y, x), [.. Anywhere, (2, 2)]),
        new("MinNumber", Math.Min, (x, y) => Share(y, x), (x, y) => Share(x, y), [.. Anywhere, (2, 2)]),
        new("MaxMagnitude", Math.MaxMagnitude, (x, y) => Share(Abs(x), Abs(y)), (x, y) => Share(Abs(y), Abs(x)), [.. Anywhere, (2, 2)]),
        new("MinMagnitude", Math.MinMagnitude, (x, y) => Share(Abs(y), Abs(x)), (x, y) => Share(Abs(x), Abs(y)), [.. Anywhere, (2, 2)]),
        new("MaxMagnitudeNumber", Math.MaxMagnitude, (x, y) => Share(Abs(x), Abs(y)), (x, y) => Share(Abs(y), Abs(x)), [.. Anywhere, (2, 2)]),
        new("MinMagnitudeNumber", Math.MinMagnitude, (x, y) => Share(Abs(y), Abs(x)), (x, y) => Share(Abs(x), Abs(y)), [.. Anywhere, (2, 2)]),
    ];

    public Func<T, T, T> For<T>() => Methods.Named<T, Func<T, T, T>>(Name);

    public static Binary Of(string name) => All.Single(row => row.Name == name);

    private static double Share(double winner, double other) => winner > other ? 1 : winner == other ? 0.5 : 0;
}
