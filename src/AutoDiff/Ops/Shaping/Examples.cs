using System.Numerics;

namespace AutoDiff;

// What batching rules of operations that lay arrays together share.
internal static class Examples
{
    // The examples laid end to end along their first axis: [examples, rows, ...] as [examples · rows, ...].
    public static Variable<T> Merge<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        return Ops.Reshape(x, shape.Remove(0).With(0, shape[0] * shape[1]));
    }

    // And apart again, each of the shape.
    public static Variable<T> Part<T>(Variable<T> x, int size, in Shape example)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(x, example.Insert(0, size));
}
