using System;
using System.Numerics;

namespace AutoDiff;

// Several results of one operation: they lie one after the other in an array of one axis, which is on the tape once; each is a view.
internal static class Parts
{
    public static Variable<T> Of<T>(Variable<T> packed, int start, in Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(Ops.Slice(packed, 0, start, shape.Count), shape);

    public static Variable<T> Pack<T>(Variable<T> first, Variable<T> second)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Concatenate(0, Flat(first), Flat(second));

    public static Variable<T> Pack<T>(Variable<T> first, Variable<T> second, Variable<T> third)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Concatenate(0, Flat(first), Flat(second), Flat(third));

    // The parts of several examples, those of each example together: [examples, parts of one].
    public static Variable<T> PackEach<T>(int examples, params ReadOnlySpan<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] rows = new Variable<T>[parts.Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = Ops.Reshape(parts[i], new Shape(examples, parts[i].Shape.Count / examples));
        return Ops.Concatenate(1, rows);
    }

    private static Variable<T> Flat<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(x, new Shape(x.Shape.Count));
}
