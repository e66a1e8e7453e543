using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// A block of scores turned into exponentials, row by row, relative to the largest score that each row has met so far. What was
// gathered relative to an earlier one is scaled down (Milakov and Gimelshein 2018).
internal readonly ref struct AttentionRows<T>(Span<T> scores, int keys, Span<T> largest, Span<T> sums, Span<T> gathered, int width) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Span<T> _scores = scores;
    private readonly Span<T> _largest = largest;
    private readonly Span<T> _sums = sums;
    private readonly Span<T> _gathered = gathered;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            Span<T> row = _scores.Slice(i * keys, keys);
            T before = _largest[i], now = T.Max(before, Reduction.Max<T>(row));
            T sum = SoftmaxLines<T>.SumInto<TLanes>(row, Finite(now), row);
            if (now != before)
            {
                // Nothing was gathered before the first score that is not hidden.
                T shrink = T.IsNegativeInfinity(before) ? T.Zero : ExpFunction<T>.Invoke(Lanes1<T>.Create(Finite(before) - Finite(now))).First;
                Span<T> held = _gathered.Slice(i * width, width);
                new BinaryKernel<T, MultiplyFunction<T>>(held, new ReadOnlySpan<T>(in shrink), held, accumulate: false).Run<TLanes>();
                _sums[i] *= shrink;
                _largest[i] = now;
            }

            _sums[i] += sum;
        }
    }

    // Where the largest is not finite, the exponentials themselves tell infinities and NaN apart.
    private static T Finite(T largest) => T.IsFinite(largest) ? largest : T.Zero;
}
