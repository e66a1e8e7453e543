using System;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

// From one layout to the other.
internal static class Layouts
{
    public static void Check(string operation, SequenceLayout layout)
    {
        if (!Enum.IsDefined(layout))
            throw new ArgumentException($"{operation}: there is no sequence layout {(int)layout}; need one of {string.Join(", ", Enum.GetNames<SequenceLayout>())}.");
    }

    public static Variable<T> Turned<T>(Variable<T> x, SequenceLayout layout)
        where T : unmanaged, IFloatingPointIeee754<T> => layout == SequenceLayout.TimeFirst ? x : Permute(x, 1, 0, 2);

    public static Variable<T> Turned<T>(Variable<T> inputs, SequenceLayout layout, string operation, int inputSize)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(operation, layout);
        Shape shape = inputs.Shape;
        if (layout == SequenceLayout.BatchFirst && (shape.Rank != 3 || shape[2] != inputSize))
            throw RnnErrors.BatchFirstShape(operation, shape, inputSize);
        return Turned(inputs, layout);
    }
}
