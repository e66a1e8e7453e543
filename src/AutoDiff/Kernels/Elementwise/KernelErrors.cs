using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff.Kernels;

// Kernels are called with lengths that the shapes have already settled: a mismatch is a mistake inside the library, caught before it can write out of bounds.
internal static class KernelErrors
{
    [DoesNotReturn]
    public static void LengthsDiffer(string kernel, int operand, int result) => throw new ArgumentException(
        $"{kernel}: lengths differ: an operand has {operand} elements, {result} were expected; need that many (or 1, where the kernel stretches single elements).");

    [DoesNotReturn]
    public static void Empty(string kernel) => throw new ArgumentException(
        $"{kernel}: no elements: the extreme of an empty range is not defined; need at least 1.");

    [DoesNotReturn]
    public static void IndexOutOfRange(string kernel, int position, int index, int count) => throw new ArgumentOutOfRangeException(
        null, $"{kernel}: index out of range: element {position} of the indices is {index}; need 0 to {count - 1}.");
}
