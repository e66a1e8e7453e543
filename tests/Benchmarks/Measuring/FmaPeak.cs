using System;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Kernels;

namespace AutoDiff.Benchmarks.Measuring;

// What one thread's multiply-add units can do at most: the widest registers, no memory, and as many sums side by side as hide the latency.
// The fastest of many short runs, in floating-point operations a nanosecond.
internal struct FmaPeak<T> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Sums = 12, Rounds = 50_000, Runs = 40;

    public double GigaflopsPerSecond { get; private set; }

    // Read by nobody: what is stored is computed.
    public T Sink { get; private set; }

    public static double Measure()
    {
        FmaPeak<T> peak = default;
        Widest.Run<T, FmaPeak<T>>(ref peak);
        return peak.GigaflopsPerSecond;
    }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        double operations = 2.0 * Sums * Rounds * TLanes.Count;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Sink += MultiplyAdd<TLanes>(Rounds).First;
            GigaflopsPerSecond = Math.Max(GigaflopsPerSecond, operations / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
    }

    // Every sum tends to 1: no denormals, no infinities.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TLanes MultiplyAdd<TLanes>(int rounds)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes a = TLanes.Constant(0.5), b = TLanes.Constant(0.5);
        TLanes s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b, s10 = b, s11 = b;
        for (int i = 0; i < rounds; i++)
        {
            s0 = TLanes.MultiplyAdd(s0, a, b);
            s1 = TLanes.MultiplyAdd(s1, a, b);
            s2 = TLanes.MultiplyAdd(s2, a, b);
            s3 = TLanes.MultiplyAdd(s3, a, b);
            s4 = TLanes.MultiplyAdd(s4, a, b);
            s5 = TLanes.MultiplyAdd(s5, a, b);
            s6 = TLanes.MultiplyAdd(s6, a, b);
            s7 = TLanes.MultiplyAdd(s7, a, b);
            s8 = TLanes.MultiplyAdd(s8, a, b);
            s9 = TLanes.MultiplyAdd(s9, a, b);
            s10 = TLanes.MultiplyAdd(s10, a, b);
            s11 = TLanes.MultiplyAdd(s11, a, b);
        }

        return s0 + s1 + (s2 + s3) + (s4 + s5) + (s6 + s7) + (s8 + s9) + (s10 + s11);
    }
}
