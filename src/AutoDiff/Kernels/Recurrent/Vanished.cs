using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Adjoints that have vanished on the way back through time become 0. Left alone they decay into subnormal numbers and stay there, since the smallest of them
// times anything above a half is itself
// again; some processors take a hundred times as long for a product with one. What is lost is below 1e-31 in float and 1e-292 in double.
internal static class Vanished
{
    // From where numbers count as vanished, those that are halved each step become subnormal after 23 steps. Faster ones leave that range again by themselves.
    private const int Interval = 16;

    public static void Clear<T>(int step, Span<T> carried)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (step % Interval == 0 && Precision<T>.IsVectorised)
            Elementwise.Map<T, NotVanishedFunction<T>>(carried, carried);
    }
}
