using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// The wording of errors that several operations share.
internal static class OpErrors
{
    [DoesNotReturn]
    public static void DoesNotStretch(string operation, Shape from, Shape to) => throw new ArgumentException(
        $"{operation}: {from} does not broadcast to {to}; need every length, counted from the end, to be equal or 1, and no more axes. Reshape, or insert an axis of length 1?");

    [DoesNotReturn]
    public static void NothingToCompare(string operation, Shape x, Shape y) => throw new ArgumentException(
        $"{operation}: no elements to choose from: the shape is {x}, the result would be {y}; need at least one element for each of the result's.");
}
