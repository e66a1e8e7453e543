using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

internal static class Twins
{
    // Every width, whether the machine has it or the runtime emulates it; other types than float and double have the scalar twin only.
    public static void Run<T, TTest>(in TTest test)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTest : struct, ITwinTest<T>
    {
        test.Run<Lanes1<T>>();
        if (!Precision<T>.IsVectorised)
            return;
        test.Run<Lanes128<T>>();
        test.Run<Lanes256<T>>();
        test.Run<Lanes512<T>>();
    }

    public static T[] Values<T>(int count, int seed, double low = -3, double high = 3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(seed);
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = T.CreateTruncating(low + ((high - low) * random.NextDouble()));
        return values;
    }
}
