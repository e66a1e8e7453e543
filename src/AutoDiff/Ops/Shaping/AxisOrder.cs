using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// An order of axes, a byte each: axis i of the result is axis order[i] of the input.
internal readonly record struct AxisOrder(ulong Packed)
{
    public int this[int axis] => (int)(Packed >> (8 * axis)) & 0xFF;

    public static AxisOrder Of(ReadOnlySpan<int> axes, in Shape shape, string operation)
    {
        if (axes.Length != shape.Rank)
            WrongCount(operation, axes, shape);
        ulong packed = 0;
        int seen = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = shape.Axis(axes[i], operation);
            if ((seen & (1 << axis)) != 0)
                Repeated(operation, axes, axis, shape);
            seen |= 1 << axis;
            packed |= (ulong)axis << (8 * i);
        }

        return new AxisOrder(packed);
    }

    public AxisOrder Inverse(int rank)
    {
        ulong packed = 0;
        for (int i = 0; i < rank; i++)
            packed |= (ulong)i << (8 * this[i]);
        return new AxisOrder(packed);
    }

    // The same order of arrays with one more axis in front, which stays there.
    public AxisOrder Shifted(int rank)
    {
        ulong packed = 0;
        for (int i = 0; i < rank; i++)
            packed |= (ulong)(this[i] + 1) << (8 * (i + 1));
        return new AxisOrder(packed);
    }

    public Shape Of(in Shape shape)
    {
        Span<int> lengths = stackalloc int[shape.Rank];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = shape[this[i]];
        return new Shape(lengths);
    }

    // Whether the elements stay in their places: the axes that are longer than 1 keep their order.
    public bool Keeps(in Shape shape)
    {
        int last = -1;
        for (int i = 0; i < shape.Rank; i++)
        {
            int axis = this[i];
            if (shape[axis] == 1)
                continue;
            if (axis < last)
                return shape.Count == 0;
            last = axis;
        }

        return true;
    }

    public void CopyTo(Span<int> axes)
    {
        for (int i = 0; i < axes.Length; i++)
            axes[i] = this[i];
    }

    [DoesNotReturn]
    private static void WrongCount(string operation, ReadOnlySpan<int> axes, Shape shape) => throw new ArgumentException(
        $"{operation}: not an order of the axes: {ShapeErrors.Text(axes)} names {axes.Length}, {shape} has {shape.Rank}; need every axis once.");

    [DoesNotReturn]
    private static void Repeated(string operation, ReadOnlySpan<int> axes, int axis, Shape shape) => throw new ArgumentException(
        $"{operation}: not an order of the axes: {ShapeErrors.Text(axes)} names axis {axis} of {shape} twice; need every axis once.");
}
