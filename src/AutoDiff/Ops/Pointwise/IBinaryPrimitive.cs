using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// What every operation says that maps two inputs of one shape, element by element, by a function without attributes.
internal interface IBinaryPrimitive<T, TFunction> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IBinary<T>
{
    static bool IPrimitive<T>.CanAccumulate => true;

    static bool IPrimitive<T>.CanOverwrite => true;

    static bool IPrimitive<T>.IsPointwise => true;

    static void IPrimitive<T>.Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, TFunction>(a, b, y, accumulate);
}
