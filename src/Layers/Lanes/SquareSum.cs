using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoDiff.Layers;

// The sum of squares in double. Sixteen running sums, whatever the width of the processor's vectors, added up in a fixed
// order at the end: the same bits everywhere.
internal static class SquareSum
{
    private const int Group = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Of<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<double> even = default, odd = default;
        int i = 0;
        if (typeof(T) == typeof(float))
        {
            ref float first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, float>(x));
            for (; i <= x.Length - Group; i += Group)
            {
                (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref first, (nuint)i));
                even += lower * lower;
                odd += upper * upper;
            }
        }
        else if (typeof(T) == typeof(double))
        {
            ref double first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, double>(x));
            for (; i <= x.Length - Group; i += Group)
            {
                Vector512<double> lower = Vector512.LoadUnsafe(ref first, (nuint)i), upper = Vector512.LoadUnsafe(ref first, (nuint)i + 8);
                even += lower * lower;
                odd += upper * upper;
            }
        }

        double rest = 0;
        for (; i < x.Length; i++)
            rest += double.CreateTruncating(x[i]) * double.CreateTruncating(x[i]);
        return LaneSum.Of(even + odd) + rest;
    }
}
