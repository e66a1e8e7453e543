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

    private static Variable<T> Flat<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.Reshape(x, new Shape(x.Shape.Count));
}
