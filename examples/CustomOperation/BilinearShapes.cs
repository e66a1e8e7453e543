using System;

namespace AutoDiff.Examples.CustomOperation;

// What fits together; an error names the operation, the shapes, what is needed and what to do.
internal static class BilinearShapes
{
    public static Shape Result(in Shape x, in Shape a, in Shape y)
    {
        if (a.Rank != 2)
            throw new ArgumentException($"Bilinear: the matrix is {a}; need two axes, [rows, columns].");
        if (x.Rank == 0 || y.Rank == 0)
            throw new ArgumentException($"Bilinear: a vector has no axis: x is {x}, y is {y}; need [..., {a[0]}] and [..., {a[1]}].");
        if (x[-1] != a[0] || y[-1] != a[1])
            throw new ArgumentException(
                $"Bilinear: lengths differ: x is {x}, a is {a}, y is {y}; need x's last length ({x[-1]}) = a's rows ({a[0]}) and y's last length "
                    + $"({y[-1]}) = a's columns ({a[1]}). Exchange x and y?");
        Shape pairs = x.Remove(-1);
        if (pairs != y.Remove(-1))
            throw new ArgumentException($"Bilinear: the vectors are not pairs: x is {x}, y is {y}; need equal lengths before the last. BroadcastTo first?");
        return pairs;
    }
}
