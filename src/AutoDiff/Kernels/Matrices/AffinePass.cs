using System;
using System.Numerics;

namespace AutoDiff.Kernels.Matrices;

// The reverse rule of y = x · weights + bias for many rows and small weights: less arithmetic than memory. The rows are gone through in blocks, so that
// all that reads a block of yBar finds it in the cache.
internal static class AffinePass
{
    // Not where the products are so large that they are divided between threads, which they cannot be in blocks. The choice changes sums, so that it
    // depends on shapes alone.
    public static bool IsInBlocks<T>(int rows, int inputs, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        rows > SequenceSize.BlockRows && (long)rows * inputs * columns < Product<T>.SmallestDivided;

    // Rows are the steps of a recurrence that has none.
    public static SequenceSize SizeOf(int rows, int inputs, int columns) => new(rows, 1, inputs, columns, 1, IsProjected: false);

    public static void Backward<T>(in SequenceSize size, scoped in SequenceInput<T> input, scoped ReadOnlySpan<T> yBar, SequenceTargets<T> targets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // What was written last comes first.
        for (int block = size.Blocks - 1; block >= 0; block--)
        {
            (int first, int rows) = size.Block(block);
            input.AddGradients(first, rows, yBar.Slice(first * size.Hidden, rows * size.Hidden), in targets.Source, ref targets.InputWeights, ref targets.InputBias);
        }
    }
}
