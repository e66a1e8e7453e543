using AutoDiff.Kernels;

namespace AutoDiff;

// A convolution's settings: how many axes its windows have (1 or 2), how they move, and into how many groups the channels fall.
// With one axis, the heights are those of a plane that is one element high.
internal readonly record struct ConvolutionSteps(int Axes, Extent Stride, Extent Padding, Extent Dilation, int Groups)
{
    public static ConvolutionSteps OfLine(int stride, int padding, int dilation, int groups) =>
        new(1, new Extent(1, stride), new Extent(0, padding), new Extent(1, dilation), groups);

    public static ConvolutionSteps OfPlane(Extent? stride, Extent? padding, Extent? dilation, int groups) =>
        new(2, stride ?? 1, padding ?? 0, dilation ?? 1, groups);

    // The lengths of a plane or a kernel in a shape [a, b, (height,) width].
    public Extent PlaneOf(in Shape shape) => new(Axes == 1 ? 1 : shape[2], shape[-1]);

    public Shape With(int first, int second, Extent plane) =>
        Axes == 1 ? new Shape(first, second, plane.Width) : new Shape(first, second, plane.Height, plane.Width);

    // As the settings of one axis are named: a number, or height and width.
    public string Text(Extent extent) => Axes == 1 ? $"{extent.Width}" : extent.ToString();

    // The sizes, from shapes that fit: planes `from` become `to`.
    public ConvolutionSize SizeOf(int batch, in Shape weight, Extent from, Extent to)
    {
        Extent kernel = PlaneOf(in weight);
        return new(
            batch,
            weight[1] * Groups,
            weight[0],
            Groups,
            new WindowAxis(from.Height, to.Height, kernel.Height, Stride.Height, Padding.Height, Dilation.Height),
            new WindowAxis(from.Width, to.Width, kernel.Width, Stride.Width, Padding.Width, Dilation.Width));
    }
}
