using System;
using System.Buffers;
using System.Numerics;

namespace AutoDiff.Kernels;

// What reductions need that look at their elements twice. Working memory comes from the shared pool, so nothing is allocated in steady state.
internal static class Deviations
{
    // y = the sums of (x - mean)²: the means first, then the squares of what is left.
    public static void SquaresTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y, T count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] rented = ArrayPool<T>.Shared.Rent(x.Length);
        Span<T> deviations = rented.AsSpan(0, x.Length);
        Reduction.SumTo(in from, x, in to, y);
        Elementwise.Map<T, DivideFunction<T>>(y, new ReadOnlySpan<T>(in count), y);
        Broadcast.Map<T, SubtractFunction<T>>(in from, x, in to, y, in from, deviations);
        Reduction.DotTo<T>(in from, deviations, deviations, in to, y);
        ArrayPool<T>.Shared.Return(rented);
    }

    // y = (sum |x|^order)^(1 / order), from the quotients by the largest size, which neither overflow nor vanish.
    public static void NormTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y, T order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] rented = ArrayPool<T>.Shared.Rent(x.Length), largest = ArrayPool<T>.Shared.Rent(y.Length);
        Span<T> sizes = rented.AsSpan(0, x.Length), most = largest.AsSpan(0, y.Length);
        T inverse = T.One / order;
        Elementwise.Map<T, AbsFunction<T>>(x, sizes);
        if (x.IsEmpty)
            most.Clear();
        else
            Reduction.MaxTo<T>(in from, sizes, in to, most);
        Broadcast.Map<T, DivideOrZeroFunction<T>>(in from, sizes, in to, most, in from, sizes);
        Elementwise.Map<T, PowerFunction<T>>(sizes, new ReadOnlySpan<T>(in order), sizes);
        Reduction.SumTo<T>(in from, sizes, in to, y);
        Elementwise.Map<T, PowerFunction<T>>(y, new ReadOnlySpan<T>(in inverse), y);
        Elementwise.Map<T, MultiplyFunction<T>>(y, most, y);
        ArrayPool<T>.Shared.Return(rented);
        ArrayPool<T>.Shared.Return(largest);
    }
}
