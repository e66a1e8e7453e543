using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// The checks of operations that look places up, and the wording of their errors.
internal static class IndexErrors
{
    public static void CheckIndices(string operation, ReadOnlySpan<int> indices, int count)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)count)
                OutOfRange(operation, i, indices[i], count);
        }
    }

    public static void CheckHasAxis(string operation, in Shape shape)
    {
        if (shape.Rank == 0)
            NoAxis(operation);
    }

    [DoesNotReturn]
    public static void CountsDiffer(string operation, Shape shape, int rows, int indices) => throw new ArgumentException(
        $"{operation}: {rows} rows but {indices} indices: the array is {shape}; need one index for each row.");

    [DoesNotReturn]
    public static void NotOneEach(string operation, int indices, Shape elements) => throw new ArgumentException(
        $"{operation}: {indices} indices for {elements}; need one for each of its {elements.Count} elements, row-major.");

    [DoesNotReturn]
    public static void MaskDiffers(int values, Shape shape) => throw new ArgumentException(
        $"{nameof(Ops.Mask)}: {values} truth values for {shape}; need one for each of its {shape.Count} elements.");

    [DoesNotReturn]
    public static void MaskShapeDiffers(string operation, Shape x, Shape mask) => throw new ArgumentException(
        $"{operation}: shapes differ: x is {x}, the mask is {mask}; need one shape. BroadcastTo stretches a mask.");

    [DoesNotReturn]
    private static void OutOfRange(string operation, int position, int index, int count) => throw new ArgumentException(
        $"{operation}: index out of range: index {index} at position {position}, but there are {count} places; need 0 <= index < {count}.");

    [DoesNotReturn]
    private static void NoAxis(string operation) => throw new ArgumentException(
        $"{operation}: nothing to index: the shape is [], a scalar; need at least one axis.");
}
