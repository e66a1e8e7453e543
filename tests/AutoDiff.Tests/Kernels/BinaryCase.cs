using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// One binary function through its driver, for every length around the widths and every mixture of whole and single operands.
internal readonly struct BinaryCase<T, TFunction>(double low, double high) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IBinary<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int length = 0; length <= 67; length++)
        {
            // Mixtures at a few lengths only: what they change is the operand, not the end of the loop.
            for (int mixture = 0; mixture < (length % 8 < 2 ? 4 : 1); mixture++)
            {
                T[] a = Twins.Values<T>((mixture & 1) != 0 ? 1 : length, seed: length, low, high);
                T[] b = Twins.Values<T>((mixture & 2) != 0 ? 1 : length, seed: length + 1, low, high);
                Check<TLanes>(a, b, length);
            }
        }
    }

    private static void Check<TLanes>(T[] a, T[] b, int length)
        where TLanes : struct, ILanes<TLanes, T>
    {
        string what = $"{typeof(TFunction).Name} {typeof(TLanes).Name}, lengths {a.Length} and {b.Length}";
        T[] old = Twins.Values<T>(length, seed: length + 100), expected = new T[length], sums = new T[length];
        for (int i = 0; i < length; i++)
        {
            T left = a[a.Length == 1 ? 0 : i], right = b[b.Length == 1 ? 0 : i];
            expected[i] = TFunction.Invoke(Lanes1<T>.Create(left), Lanes1<T>.Create(right)).First;
            sums[i] = old[i] + expected[i];
        }

        Guarded<T> fresh = new(length);
        new BinaryKernel<T, TFunction>(a, b, fresh.Span, accumulate: false).Run<TLanes>();
        Same.Bits<T>(expected, fresh.Span, what);
        fresh.Check(what);

        Guarded<T> added = new(old);
        new BinaryKernel<T, TFunction>(a, b, added.Span, accumulate: true).Run<TLanes>();
        Same.Bits<T>(sums, added.Span, what + " accumulating");
        added.Check(what);

        if (a.Length == length)
        {
            Guarded<T> inPlace = new(a);
            new BinaryKernel<T, TFunction>(inPlace.Span, b, inPlace.Span, accumulate: false).Run<TLanes>();
            Same.Bits<T>(expected, inPlace.Span, what + " in place of a");
            inPlace.Check(what);
        }

        if (b.Length == length)
        {
            Guarded<T> inPlace = new(b);
            new BinaryKernel<T, TFunction>(a, inPlace.Span, inPlace.Span, accumulate: false).Run<TLanes>();
            Same.Bits<T>(expected, inPlace.Span, what + " in place of b");
            inPlace.Check(what);
        }
    }
}
