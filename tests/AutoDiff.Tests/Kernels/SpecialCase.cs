using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// One function at the arguments that have exact answers.
internal readonly struct SpecialCase<T, TFunction>((double X, double Y)[] pairs) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IUnary<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        foreach ((double x, double y) in pairs)
        {
            // Among ordinary neighbours, so that a vector's ordinary and special lanes meet.
            T[] values = Twins.Values<T>(19, seed: 3, 0.1, 1), expected = new T[19], results = new T[19];
            values[7] = values[18] = T.CreateTruncating(x);
            for (int i = 0; i < values.Length; i++)
                expected[i] = TFunction.Invoke(Lanes1<T>.Create(values[i])).First;
            new UnaryKernel<T, TFunction>(values, results, accumulate: false).Run<TLanes>();
            string what = $"{typeof(TFunction).Name} {typeof(TLanes).Name} {typeof(T).Name} at {x}";
            Same.Bits<T>(expected, results, what);
            Same.Bits<T>([T.CreateTruncating(y)], [results[7]], what);
        }
    }
}
