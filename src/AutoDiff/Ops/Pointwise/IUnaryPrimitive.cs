using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// What every operation says that maps one input, element by element, by a function without attributes.
internal interface IUnaryPrimitive<T, TFunction> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IUnary<T>
{
    static bool IPrimitive<T>.CanAccumulate => true;

    static bool IPrimitive<T>.CanOverwrite => true;

    static bool IPrimitive<T>.IsPointwise => true;

    static void IPrimitive<T>.Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, TFunction>(a, y, accumulate);
}
