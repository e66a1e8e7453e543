using System;

namespace AutoDiff.Kernels;

// The places of a window along an axis of `Length` elements. At place i the window's tap k lies on element i · Stride + k · Dilation - Padding;
// what lies outside of the axis is padding.
internal readonly record struct WindowAxis(int Length, int Places, int Kernel, int Stride, int Padding, int Dilation)
{
    // The element under a tap at place 0, negative in the padding.
    public int Offset(int tap) => (tap * Dilation) - Padding;

    // The places, from `first` up to `end`, at which a tap lies on the axis.
    public void Inside(int tap, out int first, out int end)
    {
        int offset = Offset(tap);
        end = offset >= Length ? 0 : Math.Min(Places, ((Length - 1 - offset) / Stride) + 1);
        first = offset >= 0 ? 0 : Math.Min(end, (Stride - 1 - offset) / Stride);
    }
}
