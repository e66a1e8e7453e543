using System;
using System.Collections.Generic;

namespace AutoDiff;

// Poolings on plain arrays: each element of the result from what its window sees.
internal static class PoolReference
{
    public static Func<double[][], double[]> Of(Pooling pooling, Shape x, Shape y, Func<double[], int, double> fold) => inputs => Reference.Elements(y.Count, at =>
    {
        int wide = x[-1], high = pooling.Axes == 1 ? 1 : x[-2], places = y[-1], rows = pooling.Axes == 1 ? 1 : y[-2];
        int plane = at / places / rows * high * wide;
        List<double> seen = [];
        foreach (int row in Elements(
            at / places % rows, rows, high, pooling.Kernel.Height, pooling.Stride.Height, pooling.Padding.Height, pooling.Dilation.Height, pooling.Axes == 1))
        {
            foreach (int column in Elements(at % places, places, wide, pooling.Kernel.Width, pooling.Stride.Width, pooling.Padding.Width, pooling.Dilation.Width, false))
                seen.Add(inputs[0][plane + (row * wide) + column]);
        }

        return fold([.. seen], pooling.Kernel.Height * pooling.Kernel.Width);
    });

    private static IEnumerable<int> Elements(int place, int places, int length, int kernel, int stride, int padding, int dilation, bool single)
    {
        if (single)
        {
            yield return 0;
        }
        else if (kernel == 0)
        {
            for (int i = (int)Math.Floor((double)place * length / places); i < Math.Ceiling((place + 1.0) * length / places); i++)
                yield return i;
        }
        else
        {
            for (int k = 0; k < kernel; k++)
            {
                int i = (place * stride) + (k * dilation) - padding;
                if (i >= 0 && i < length)
                    yield return i;
            }
        }
    }
}
