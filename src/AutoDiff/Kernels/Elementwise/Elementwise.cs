using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Element by element maps: y = f(...), or y += f(...) with accumulation.
// Operands are as long as y, or single elements that serve every element of y. An operand may be y's own memory, from the same start; no other overlap is allowed.
// What is shared by threads is made elsewhere: the few elements of a small operation should not pay for the room that it needs on the stack.
internal static class Elementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<T, TFunction>(ReadOnlySpan<T> x, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IUnary<T>
    {
        if (Divided.Repays(y.Length))
        {
            Share<T, TFunction>(x, y, accumulate);
            return;
        }

        UnaryKernel<T, TFunction> kernel = new(x, y, accumulate);
        Widest.Run<T, UnaryKernel<T, TFunction>>(ref kernel);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Share<T, TFunction>(ReadOnlySpan<T> x, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IUnary<T> => Divided.Share<T, UnaryKernel<T, TFunction>>(new(x, y, accumulate), y.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IBinary<T>
    {
        if (Divided.Repays(y.Length))
        {
            Share<T, TFunction>(a, b, y, accumulate);
            return;
        }

        BinaryKernel<T, TFunction> kernel = new(a, b, y, accumulate);
        Widest.Run<T, BinaryKernel<T, TFunction>>(ref kernel);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Share<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IBinary<T> => Divided.Share<T, BinaryKernel<T, TFunction>>(new(a, b, y, accumulate), y.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, ITernary<T>
    {
        if (Divided.Repays(y.Length))
        {
            Share<T, TFunction>(a, b, c, y, accumulate);
            return;
        }

        TernaryKernel<T, TFunction> kernel = new(a, b, c, y, accumulate);
        Widest.Run<T, TernaryKernel<T, TFunction>>(ref kernel);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Share<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, ITernary<T> => Divided.Share<T, TernaryKernel<T, TFunction>>(new(a, b, c, y, accumulate), y.Length);
}
