using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly struct ActivationOf<T, TFunction, TGradient> : IActivation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IUnary<T>
    where TGradient : struct, IBinary<T>
{
    public static void Apply(Span<T> values) => Elementwise.Map<T, TFunction>(values, values);

    public static void Gradient(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, Span<T> xBar) =>
        Elementwise.Map<T, OfSumFunction<T, TGradient>>(a, b, y, xBar);
}
