using System;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Checking;

// Numbers as C# source, for repros that can be pasted.
internal static class CSharpText
{
    private const int MaxElements = 256;

    public static string Shape(in Shape shape) => shape.Rank == 0 ? "Shape.Scalar" : $"new Shape({string.Join(", ", shape.Axes.ToArray())})";

    public static string Values<T>(double[] values)
        where T : unmanaged, IFloatingPointIeee754<T> => values.Length <= MaxElements
            ? $"[{string.Join(", ", values.Select(Number<T>))}]"
            : $"new {Precisions<T>.Name}[{values.Length}] /* {string.Join(", ", values.Take(MaxElements).Select(Number<T>))}, ... */";

    public static string Number<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (double.IsNaN(value))
            return $"{Precisions<T>.Name}.NaN";
        if (double.IsInfinity(value))
            return $"{Precisions<T>.Name}.{(value > 0 ? "PositiveInfinity" : "NegativeInfinity")}";
        return T.CreateTruncating(value).ToString("R", CultureInfo.InvariantCulture) + (typeof(T) == typeof(float) ? "f" : typeof(T) == typeof(double) ? "d" : "");
    }

    public static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
