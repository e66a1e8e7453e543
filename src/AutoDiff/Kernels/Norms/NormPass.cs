using System;
using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// Rows brought to mean 0 and mean square 1, or to the latter alone, and the way back.
internal static class NormPass
{
    public static void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, T epsilon, bool centred, int n, Span<T> y, Span<T> saved)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty)
            return;
        NormKernel<T> kernel = new(x, scale, shift, epsilon, centred, n, y, saved);
        Widest.Run<T, NormKernel<T>>(ref kernel);
    }

    public static void Backward<T>(
        scoped ReadOnlySpan<T> x,
        scoped ReadOnlySpan<T> scale,
        scoped ReadOnlySpan<T> saved,
        scoped ReadOnlySpan<T> yBar,
        bool centred,
        int n,
        Target<T> xBar,
        Target<T> scaleBar,
        Target<T> shiftBar)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!scaleBar.Accumulate)
            scaleBar.Values.Clear();
        if (!shiftBar.Accumulate)
            shiftBar.Values.Clear();
        if (yBar.IsEmpty)
            return;
        AlignedBlocks<T> workspace = default;
        NormGradientKernel<T> kernel = new()
        {
            X = x,
            Scale = scale,
            Saved = saved,
            YBar = yBar,
            Centred = centred,
            Length = n,
            Scratch = workspace.Take(4 * n),
            XBar = xBar,
            ScaleBar = scaleBar,
            ShiftBar = shiftBar,
        };
        Widest.Run<T, NormGradientKernel<T>>(ref kernel);
    }
}
