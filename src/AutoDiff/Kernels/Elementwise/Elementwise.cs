using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Element by element maps: y = f(...), or y += f(...) with accumulation.
// Operands are as long as y, or single elements that serve every element of y. An operand may be y's own memory, from the same start; no other overlap is allowed.
internal static class Elementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<T, TFunction>(ReadOnlySpan<T> x, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IUnary<T>
    {
        UnaryKernel<T, TFunction> kernel = new(x, y, accumulate);
        Divided.Run<T, UnaryKernel<T, TFunction>>(ref kernel, y.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IBinary<T>
    {
        BinaryKernel<T, TFunction> kernel = new(a, b, y, accumulate);
        Divided.Run<T, BinaryKernel<T, TFunction>>(ref kernel, y.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, ITernary<T>
    {
        TernaryKernel<T, TFunction> kernel = new(a, b, c, y, accumulate);
        Divided.Run<T, TernaryKernel<T, TFunction>>(ref kernel, y.Length);
    }
}
