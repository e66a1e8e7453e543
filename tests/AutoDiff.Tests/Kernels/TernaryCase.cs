using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// One ternary function through its driver, for every length around the widths and every mixture of whole and single operands.
internal readonly struct TernaryCase<T, TFunction> : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, ITernary<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int length = 0; length <= 67; length++)
        {
            // Mixtures at a few lengths only: what they change is the operand, not the end of the loop.
            for (int mixture = 0; mixture < (length % 8 < 2 ? 8 : 1); mixture++)
            {
                T[] a = Twins.Values<T>((mixture & 1) != 0 ? 1 : length, seed: length);
                T[] b = Twins.Values<T>((mixture & 2) != 0 ? 1 : length, seed: length + 1);
                T[] c = Twins.Values<T>((mixture & 4) != 0 ? 1 : length, seed: length + 2);
                Check<TLanes>(a, b, c, length);
            }
        }
    }

    private static void Check<TLanes>(T[] a, T[] b, T[] c, int length)
        where TLanes : struct, ILanes<TLanes, T>
    {
        string what = $"{typeof(TFunction).Name} {typeof(TLanes).Name}, lengths {a.Length}, {b.Length} and {c.Length}";
        T[] old = Twins.Values<T>(length, seed: length + 100), expected = new T[length], sums = new T[length];
        for (int i = 0; i < length; i++)
        {
            expected[i] = TFunction.Invoke(At(a, i), At(b, i), At(c, i)).First;
            sums[i] = old[i] + expected[i];
        }

        Guarded<T> fresh = new(length);
        new TernaryKernel<T, TFunction>(a, b, c, fresh.Span, accumulate: false).Run<TLanes>();
        Same.Bits<T>(expected, fresh.Span, what);
        fresh.Check(what);

        Guarded<T> added = new(old);
        new TernaryKernel<T, TFunction>(a, b, c, added.Span, accumulate: true).Run<TLanes>();
        Same.Bits<T>(sums, added.Span, what + " accumulating");
        added.Check(what);
    }

    private static Lanes1<T> At(T[] values, int i) => Lanes1<T>.Create(values[values.Length == 1 ? 0 : i]);
}
