using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AutoDiff;

// The wording of every shape error, kept out of the paths that check: one comparison there, the text here.
internal static class ShapeErrors
{
    public static string Text(ReadOnlySpan<int> lengths)
    {
        StringBuilder text = new("[");
        for (int i = 0; i < lengths.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(lengths[i]);
        return text.Append(']').ToString();
    }

    [DoesNotReturn]
    public static void TooManyAxes(ReadOnlySpan<int> lengths) => throw new ArgumentException(
        $"Shape: too many axes: {Text(lengths)} has {lengths.Length}; need at most {Shape.MaxRank}. Merge axes with Reshape.");

    [DoesNotReturn]
    public static void NegativeLength(ReadOnlySpan<int> lengths, int axis) => throw new ArgumentException(
        $"Shape: negative length: axis {axis} of {Text(lengths)} is {lengths[axis]}; need 0 or more.");

    [DoesNotReturn]
    public static void TooManyElements(ReadOnlySpan<int> lengths) => throw new ArgumentException(
        $"Shape: too many elements: {Text(lengths)} has more than {int.MaxValue}{(lengths.Contains(0) ? " but for its axes of length 0" : "")}; need at most that many. "
            + "Split the array along an axis.");

    [DoesNotReturn]
    public static void TooLong(long length) => throw new ArgumentException(
        $"Shape: too many elements: an axis would have {length}; need at most {int.MaxValue}. Split the array along an axis.");

    [DoesNotReturn]
    public static void NoRoom(long elements, int most) => throw new ArgumentException(
        $"Tape: too many elements: a value, with what is saved beside it, takes {elements}; need at most {most} in one piece of memory. Split the array along an axis.");

    [DoesNotReturn]
    public static void NoSuchAxis(string operation, int axis, Shape shape) => throw new ArgumentException(
        $"{operation}: no axis {axis}: the shape is {shape}; need "
            + (shape.Rank == 0 ? "at least one axis, which a scalar has not." : $"an axis from {-shape.Rank} to {shape.Rank - 1}."));

    [DoesNotReturn]
    public static void AxisTwice(string operation, int axis, ReadOnlySpan<int> axes, Shape shape) => throw new ArgumentException(
        $"{operation}: axis {axis} is named twice: the axes are {Text(axes)}, the shape is {shape}; need each axis once, where a negative one counts from the end.");

    [DoesNotReturn]
    public static void CannotBroadcast(string operation, Shape a, Shape b, int fromEnd) => throw new ArgumentException(
        $"{operation}: shapes do not broadcast: a is {a}, b is {b}; need lengths that are equal or 1, but axis -{fromEnd} has "
            + $"{a.LengthFromEnd(fromEnd)} and {b.LengthFromEnd(fromEnd)}. Reshape, or insert an axis of length 1?");
}
