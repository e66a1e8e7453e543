using System;
using System.Diagnostics.CodeAnalysis;
using AutoDiff.Kernels;

namespace AutoDiff;

// A pooling's settings: over how many axes its windows go (1 or 2) and how they move; or, where it is adaptive, how many places they are cut to.
internal readonly record struct Pooling(int Axes, Extent Kernel, Extent Stride, Extent Padding, Extent Dilation, Extent Places)
{
    private bool IsAdaptive => Places.Width > 0;

    public static Pooling OfLine(int kernel, int? stride, int padding, int dilation) =>
        new(1, new Extent(1, kernel), new Extent(1, stride ?? kernel), new Extent(0, padding), new Extent(1, dilation), default);

    public static Pooling OfPlane(Extent kernel, Extent? stride, Extent? padding, Extent? dilation) =>
        new(2, kernel, stride ?? kernel, padding ?? 0, dilation ?? 1, default);

    public static Pooling Adaptive(string operation, int axes, Extent places)
    {
        if (places.Height < 1 || places.Width < 1)
            NoPlaces(operation, axes == 1 ? $"{places.Width}" : places.ToString());
        return new(axes, default, default, default, default, places);
    }

    public PoolSize SizeOf(in Shape x, in Shape y)
    {
        PoolAxis width = new(x[-1], y[-1], Kernel.Width, Stride.Width, Padding.Width, Dilation.Width);
        return new(Axes == 1 ? new PoolAxis(1, 1, 1, 1, 0, 1) : new PoolAxis(x[-2], y[-2], Kernel.Height, Stride.Height, Padding.Height, Dilation.Height), width);
    }

    public Shape Of(string operation, in Shape x)
    {
        if (x.Rank < Axes)
            TooFewAxes(operation, x);
        if (IsAdaptive)
        {
            if (x[-1] == 0 || (Axes == 2 && x[-2] == 0))
                NothingToPool(operation, x);
            return With(in x, Places);
        }

        if (Math.Min(Kernel.Height, Kernel.Width) < 1 || Math.Min(Stride.Height, Stride.Width) < 1 || Math.Min(Dilation.Height, Dilation.Width) < 1
            || Padding.Height < 0 || Padding.Width < 0 || Padding.Height > Kernel.Height / 2 || Padding.Width > Kernel.Width / 2)
            ImpossibleSettings(operation);
        long high = Axes == 1 ? 1 : Count(x[-2], Kernel.Height, Stride.Height, Padding.Height, Dilation.Height);
        long wide = Count(x[-1], Kernel.Width, Stride.Width, Padding.Width, Dilation.Width);
        if (high < 1 || wide < 1)
            WindowTooLong(operation, x);
        return With(in x, new Extent((int)high, (int)wide));
    }

    // As the settings of one axis are named: a number, or height and width.
    private string Text(Extent extent) => Axes == 1 ? $"{extent.Width}" : extent.ToString();

    // Only errors need the public name: making it allocates.
    private string Full(string operation) => $"{(IsAdaptive ? "Adaptive" : "")}{operation}{Axes}d";

    private Shape With(in Shape x, Extent plane) => Axes == 1 ? x.With(-1, plane.Width) : x.With(-2, plane.Height).With(-1, plane.Width);

    private static long Count(long length, long kernel, long stride, long padding, long dilation)
    {
        long slack = length + (2 * padding) - (dilation * (kernel - 1)) - 1;
        return slack < 0 ? 0 : (slack / stride) + 1;
    }

    [DoesNotReturn]
    private void TooFewAxes(string operation, Shape x) => throw new ArgumentException(
        $"{Full(operation)}: too few axes: x is {x}; need {(Axes == 1 ? "[..., length]" : "[..., height, width]")}.");

    [DoesNotReturn]
    private void ImpossibleSettings(string operation) => throw new ArgumentException(
        $"{Full(operation)}: impossible settings: kernel {Text(Kernel)}, stride {Text(Stride)}, padding {Text(Padding)}, dilation {Text(Dilation)}; "
            + "need kernel, stride and dilation of 1 or more and padding from 0 to half of the kernel.");

    [DoesNotReturn]
    private void WindowTooLong(string operation, Shape x) => throw new ArgumentException(
        $"{Full(operation)}: the window is longer than the padded input: x is {x}, kernel {Text(Kernel)}, padding {Text(Padding)}, dilation "
            + $"{Text(Dilation)}; need dilation · (kernel - 1) + 1 <= length + 2 · padding along every axis.");

    [DoesNotReturn]
    private void NothingToPool(string operation, Shape x) => throw new ArgumentException(
        $"{Full(operation)}: no elements to pool: x is {x}; need at least one along every pooled axis.");

    [DoesNotReturn]
    private static void NoPlaces(string operation, string places) => throw new ArgumentException(
        $"{operation}: no places: the result's length is {places}; need 1 or more along every pooled axis.");
}
