using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff;

// What normalisations of [batch, channels, ...] share.
internal static class ChannelNorms
{
    // One number for each channel, so that it broadcasts against x.
    public static Variable<T> Along<T>(Variable<T> channels, in Shape x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = new(x[1]);
        for (int axis = 2; axis < x.Rank; axis++)
            shape = shape.Insert(shape.Rank, 1);
        return Ops.Reshape(channels, shape);
    }

    public static Variable<T> Affine<T>(Variable<T> h, Variable<T>? scale, Variable<T>? shift)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (scale is { } factors)
            h *= Along(factors, h.Shape);
        if (shift is { } terms)
            h += Along(terms, h.Shape);
        return h;
    }

    public static void CheckChannels<T>(string operation, string what, Variable<T>? parameter, in Shape x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parameter is { } given && (given.Shape.Rank != 1 || given.Shape[0] != x[1]))
            DoesNotFit(operation, what, given.Shape, x);
    }

    [DoesNotReturn]
    public static void NotAnEpsilon(string operation, double epsilon) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"{operation}: not an epsilon: {epsilon}; need a small number that is not negative."));

    [DoesNotReturn]
    private static void DoesNotFit(string operation, string what, Shape given, Shape x) => throw new ArgumentException(
        $"{operation}: the {what} does not fit: it is {given}, x is {x}; need a number for each channel, [{x[1]}].");
}
