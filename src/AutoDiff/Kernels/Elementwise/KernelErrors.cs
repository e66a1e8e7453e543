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

    public static void CheckIndices(string kernel, ReadOnlySpan<int> indices, int count)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)count)
                IndexOutOfRange(kernel, i, indices[i], count);
        }
    }

    [DoesNotReturn]
    private static void IndexOutOfRange(string kernel, int position, int index, int count) => throw new ArgumentOutOfRangeException(
        null, $"{kernel}: index out of range: element {position} of the indices is {index}; need 0 to {count - 1}.");

    [DoesNotReturn]
    public static void SliceOutOfRange(int start, int count, int length) => throw new ArgumentOutOfRangeException(
        null, $"Movement: slice out of range: {count} elements from {start} of an axis of length {length}; need both 0 or more and their sum at most {length}.");

    [DoesNotReturn]
    public static void WalkLeaves(Shape part, int start, int count) => throw new ArgumentOutOfRangeException(
        null, $"Movement: a walk over {part} from element {start} leaves its array of {count} elements; need every element inside.");
}
