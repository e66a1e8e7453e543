using System.Numerics;

namespace AutoDiff;

// What batching rules of operations that lay arrays together share.
internal static class Examples
{
    // Every input for all examples.
    public static Variable<T>[] OfInputs<T>(in BatchCall<T> call)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] inputs = new Variable<T>[call.InputCount];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = call.Batched(i);
        return inputs;
    }

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
