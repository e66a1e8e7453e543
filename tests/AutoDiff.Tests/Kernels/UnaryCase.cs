using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// One unary function through its driver: every length around the widths, guarded on both sides, fresh, in place and accumulating,
// against the function applied to one element at a time.
internal readonly struct UnaryCase<T, TFunction>(double low, double high) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IUnary<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        string what = $"{typeof(TFunction).Name} {typeof(TLanes).Name}";
        for (int length = 0; length <= 67; length++)
        {
            T[] x = Twins.Values<T>(length, seed: length, low, high), old = Twins.Values<T>(length, seed: length + 100);
            T[] expected = Array.ConvertAll(x, value => TFunction.Invoke(Lanes1<T>.Create(value)).First), sums = new T[length];
            for (int i = 0; i < length; i++)
                sums[i] = old[i] + expected[i];

            Guarded<T> fresh = new(length);
            new UnaryKernel<T, TFunction>(x, fresh.Span, accumulate: false).Run<TLanes>();
            Same.Bits<T>(expected, fresh.Span, what);
            fresh.Check(what);

            Guarded<T> inPlace = new(x);
            new UnaryKernel<T, TFunction>(inPlace.Span, inPlace.Span, accumulate: false).Run<TLanes>();
            Same.Bits<T>(expected, inPlace.Span, what + " in place");
            inPlace.Check(what);

            Guarded<T> added = new(old);
            new UnaryKernel<T, TFunction>(x, added.Span, accumulate: true).Run<TLanes>();
            Same.Bits<T>(sums, added.Span, what + " accumulating");
            added.Check(what);
        }
    }
}
