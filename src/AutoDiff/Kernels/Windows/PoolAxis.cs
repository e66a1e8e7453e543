using System;

namespace AutoDiff.Kernels;

// The windows of a pooling along an axis of `Length` elements: regular ones as of a WindowAxis, or, where `Kernel` is 0, as many as there
// are places, cut so that they cover the axis evenly (adaptive).
internal readonly record struct PoolAxis(int Length, int Places, int Kernel, int Stride, int Padding, int Dilation)
{
    // The elements that a window sees: from `first` up to `end`, `step` apart.
    public void Window(int place, out int first, out int end, out int step)
    {
        if (Kernel == 0)
        {
            first = (int)((long)place * Length / Places);
            end = (int)((((long)(place + 1) * Length) + Places - 1) / Places);
            step = 1;
            return;
        }

        step = Dilation;
        first = (place * Stride) - Padding;
        end = Math.Min(Length, first + ((Kernel - 1) * step) + 1);
        if (first < 0)
            first += (step - 1 - first) / step * step;
    }

    // The elements that a window's mean is divided by: all of its taps, or those on the axis.
    public int Divisor(int place, bool countPadding)
    {
        if (countPadding && Kernel > 0)
            return Kernel;
        Window(place, out int first, out int end, out int step);
        return end <= first ? 0 : ((end - 1 - first) / step) + 1;
    }
}
