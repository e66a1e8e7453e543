using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// A nonlinearity whose slope is a function of its result.
internal interface IActivation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract void Apply(Span<T> values);

    // The cotangent (a + b) · f', where y = f(x).
    static abstract void Gradient(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, Span<T> xBar);
}
