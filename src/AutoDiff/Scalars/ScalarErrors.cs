using System;
using System.Numerics;

namespace AutoDiff;

// The wording of the errors about scalar tapes and the numbers on them.
internal static class ScalarErrors
{
    public static TapeException Foreign<T>(ScalarTape<T>? tape, ulong place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string number = $"Scalar: a number of entry {ScalarPlace.Entry(place)}";
        if (tape is null)
            return new(
                $"{number} is on a tape, but thread {Environment.CurrentManagedThreadId} has none; the tape is disposed, or belongs to another thread. "
                    + $"Compute before the tape is disposed, on its own thread; carry {nameof(Scalar<>.Value)} beyond it.");
        for (ScalarTape<T>? below = tape.Below; below is not null; below = below.Below)
        {
            if (below.Owns(place))
                return new(
                    $"{number} is on the tape made at {below.Origin}, but the one made at {tape.Origin} is in use; "
                        + $"need operands of the tape made or reset last. Take the outer number as a constant through {nameof(Scalar<>.Value)}, or nest the "
                        + "types: the inner tape over Scalar<T>.");
        }

        return new(
            $"{number} is not on the tape made at {tape.Origin}: its own tape was reset or disposed, or belongs to another thread. "
                + $"Make variables anew after a reset; carry {nameof(Scalar<>.Value)} from one tape to another.");
    }

    public static TapeException NoEntry(string operation, string value, int entry) => new(
        $"{operation}: {value} is a function of entry {entry} alone and has no entry of its own, so that no derivative arrives at it; "
            + $"need a variable or a recorded number. Take it through {nameof(ScalarTape<>.Record)} where it is computed.");

    public static TapeException NotCurrent(string operation, string origin, string current) => new(
        $"{operation}: the tape made at {origin} is not in use: its thread uses the one made or reset later, made at {current}; need the tape in use. "
            + "Dispose of that one, or reset this one.");

    public static TapeException OfAnotherThread(string operation, string origin, int owner) => new(
        $"{operation}: the tape made at {origin} belongs to thread {owner}, but thread {Environment.CurrentManagedThreadId} uses it; "
            + "make a tape on every thread, and dispose of it there.");

    public static TapeException Full(string origin, int capacity) => new(
        FormattableString.Invariant($"Scalar: the tape made at {origin} is full: it holds {capacity:N0} operations. ")
            + "Differentiate parts of the computation on tapes of their own, or write it with tensors.");

    public static TapeException Constant(string operation, string value) => new(
        $"{operation}: nothing to differentiate: {value} is a constant; need a number that was computed from a variable of the tape.");

    public static TapeException NoRoot(string operation) => new($"{operation}: nothing to differentiate: there is no root; need one at least.");

    public static ArgumentException Counts(string operation, string what, int count, string other, int otherCount) => new(
        $"{operation}: {count} {what} but {otherCount} {other}; need one of each.");

    public static ArgumentException TooManyTangents(int count, int directions) => new(
        $"MultiDual: {count} tangents but {directions} directions; need at most as many. Take further passes for more.");
}
