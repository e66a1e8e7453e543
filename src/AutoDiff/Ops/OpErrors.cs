using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// The wording of errors that several operations share.
internal static class OpErrors
{
    [DoesNotReturn]
    public static void DoesNotStretch(string operation, Shape from, Shape to) => throw new ArgumentException(
        $"{operation}: {from} does not broadcast to {to}; need every length, counted from the end, to be equal or 1, and no more axes. Reshape, or insert an axis of length 1?");

    public static InvalidOperationException NeverRecorded(string operation) => new(
        $"{operation}: no derivative: it is the derivative of another operation, applied only where nothing is recorded; apply that operation instead.");

    [DoesNotReturn]
    public static void NoInput(string operation) => throw new ArgumentException(
        $"{operation}: no input; need at least one array.");

    [DoesNotReturn]
    public static void NoSuchPlace(string operation, int axis, Shape shape) => throw new ArgumentException(
        $"{operation}: no place for a new axis {axis}: the shape is {shape}; need a place from {-shape.Rank - 1} to {shape.Rank}.");

    [DoesNotReturn]
    public static void NothingToCompare(string operation, Shape x, Shape y) => throw new ArgumentException(
        $"{operation}: no elements to choose from: the shape is {x}, the result would be {y}; need at least one element for each of the result's.");
}
