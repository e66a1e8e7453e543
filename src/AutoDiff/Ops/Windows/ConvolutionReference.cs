using System;

namespace AutoDiff;

// The trilinear form behind all convolutions on plain arrays: which elements of x, weight and y meet in one of its terms.
internal static class ConvolutionReference
{
    public static void Visit(ConvolutionSteps steps, Shape x, Shape weight, Shape y, Action<int, int, int> term)
    {
        Extent plane = steps.PlaneOf(in x), kernel = steps.PlaneOf(in weight), places = steps.PlaneOf(in y);
        int outputs = weight[0] / steps.Groups;
        for (int at = 0; at < y.Count; at++)
        {
            int across = at % places.Width, down = at / places.Width % places.Height, channel = at / places.Width / places.Height % weight[0];
            int image = at / places.Width / places.Height / weight[0];
            for (int of = 0; of < weight[1]; of++)
            {
                int source = (((image * x[1]) + (channel / outputs * weight[1]) + of) * plane.Height * plane.Width),
                    factor = ((channel * weight[1]) + of) * kernel.Height * kernel.Width;
                for (int i = 0; i < kernel.Height; i++)
                {
                    for (int j = 0; j < kernel.Width; j++)
                    {
                        int row = (down * steps.Stride.Height) + (i * steps.Dilation.Height) - steps.Padding.Height;
                        int column = (across * steps.Stride.Width) + (j * steps.Dilation.Width) - steps.Padding.Width;
                        if (row >= 0 && row < plane.Height && column >= 0 && column < plane.Width)
                            term(source + (row * plane.Width) + column, factor + (i * kernel.Width) + j, at);
                    }
                }
            }
        }
    }

    // An array [batch, channels, plane] that starts with a bias for each channel, or with zeros.
    public static double[] Start(Shape shape, double[]? bias) =>
        Reference.Elements(shape.Count, i => bias is null ? 0 : bias[i / (shape.Count / shape[0] / shape[1]) % shape[1]]);
}
