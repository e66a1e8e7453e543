using System;
using System.Numerics;

namespace AutoDiff;

// What the softmax family's rules and references share: an array as lines along one axis.
internal static class Lines
{
    // The sum along an axis, which stays with length 1.
    public static Variable<T> Sum<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.SumTo(x, x.Shape.With(axis, 1));

    // One element for each row as a column that broadcasts along the rows.
    public static Variable<T> Column<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        return Ops.Reshape(x, shape.Insert(shape.Rank, 1));
    }

    // The sum of every row, without the last axis.
    public static Variable<T> RowSums<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(Sum(x, -1), x.Shape.Remove(-1));

    // Every element from the inputs' lines that it lies on, and its place on them.
    public static Func<double[][], double[]> Reference(Shape shape, int axis, Func<double[][], int, double> element)
    {
        int at = shape.Axis(axis, nameof(Reference));
        return inputs => AutoDiff.Reference.Elements(shape.Count, i =>
        {
            int[] coordinates = AutoDiff.Reference.Coordinates(shape, i);
            int place = coordinates[at];
            double[][] lines = Array.ConvertAll(inputs, input => AutoDiff.Reference.Elements(shape[at], j =>
            {
                coordinates[at] = j;
                return input[AutoDiff.Reference.Index(shape, coordinates)];
            }));
            return element(lines, place);
        });
    }

    public static Func<double[][], double[]> Softmax(Shape shape, int axis) => Reference(shape, axis, (lines, i) => Math.Exp(lines[0][i] - LogSumExp(lines[0])));

    public static double LogSumExp(ReadOnlySpan<double> line)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double x in line)
            largest = Math.Max(largest, x);
        foreach (double x in line)
            sum += Math.Exp(x - largest);
        return largest + Math.Log(sum);
    }
}
