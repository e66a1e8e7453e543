using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// Broadcast maps against the plain odometer, for one seed's shapes.
internal readonly struct BroadcastCase<T>(int seed) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        Random random = new(seed);
        Shape whole = ShapeSamples.Whole(random), aShape = ShapeSamples.Part(random, whole), bShape = ShapeSamples.Part(random, whole), cShape = ShapeSamples.Part(random, whole);
        string what = $"{typeof(TLanes).Name} seed {seed}: {aShape}, {bShape}, {cShape} to {whole}";
        T[] a = Twins.Values<T>(aShape.Count, seed), b = Twins.Values<T>(bShape.Count, seed + 1), c = Twins.Values<T>(cShape.Count, seed + 2),
            old = Twins.Values<T>(whole.Count, seed + 3);
        bool accumulate = (seed & 1) != 0;
        T[] copied = new T[whole.Count], subtracted = new T[whole.Count], selected = new T[whole.Count];
        for (int i = 0; i < whole.Count; i++)
        {
            T left = a[ShapeSamples.Element(aShape, whole, i)], right = b[ShapeSamples.Element(bShape, whole, i)], third = c[ShapeSamples.Element(cShape, whole, i)];
            copied[i] = left;
            subtracted[i] = left - right;
            selected[i] = T.FusedMultiplyAdd(left, right, third);
            if (accumulate)
            {
                copied[i] = old[i] + copied[i];
                subtracted[i] = old[i] + subtracted[i];
                selected[i] = old[i] + selected[i];
            }
        }

        Guarded<T> y = new(old);
        new BroadcastCopyKernel<T>(in aShape, a, in whole, y.Span, accumulate).Run<TLanes>();
        Same.Bits<T>(copied, y.Span, "copy " + what);
        y.Check(what);

        y = new(old);
        new BroadcastBinaryKernel<T, SubtractFunction<T>>(in aShape, a, in bShape, b, in whole, y.Span, accumulate).Run<TLanes>();
        Same.Bits<T>(subtracted, y.Span, "subtract " + what);
        y.Check(what);

        y = new(old);
        new BroadcastTernaryKernel<T, FusedMultiplyAddFunction<T>>(in aShape, a, in bShape, b, in cShape, c, in whole, y.Span, accumulate).Run<TLanes>();
        Same.Bits<T>(selected, y.Span, "fused multiply-add " + what);
        y.Check(what);
    }
}
