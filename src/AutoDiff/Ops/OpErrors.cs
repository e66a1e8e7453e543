using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// The wording of errors that several operations share.
internal static class OpErrors
{
    [DoesNotReturn]
    public static void DoesNotStretch(string operation, Shape from, Shape to) => throw new ArgumentException(
        $"{operation}: {from} does not broadcast to {to}; need every length, counted from the end, to be equal or 1, and no more axes. Reshape, or insert an axis of length 1?");
}
