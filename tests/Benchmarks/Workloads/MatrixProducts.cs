using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Benchmarks.Workloads;

// The products that training consists of: squares, and the shapes of recurrent networks with their gradients'.
internal static class MatrixProducts
{
    private static readonly int[] Squares = [64, 128, 256, 512, 1024];

    // Rows, inner length, columns.
    private static readonly (int M, int K, int N, string Layouts)[] Recurrent =
    [
        (20, 200, 800, "nn nt"),
        (50, 128, 512, "nn nt"),
        (50, 512, 2048, "nn nt"),
        (16, 64, 64, "nn nt"),
        (1, 128, 512, "nn nt"),
        (700, 200, 10_000, "nn nt"),
        (200, 700, 800, "tn"),
    ];

    public static IEnumerable<Case> Cases => [.. Of<float>("float"), .. Of<double>("double")];

    private static IEnumerable<Case> Of<T>(string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int size in Squares)
        {
            foreach (string layout in (string[])["nn", "nt", "tn"])
                yield return Case<T>(type, layout, size, size, size, size >= 128 ? 0.95 : 1);
        }

        foreach ((int m, int k, int n, string layouts) in Recurrent)
        {
            foreach (string layout in layouts.Split(' '))
                yield return Case<T>(type, layout, m, k, n, 1);
        }
    }

    private static Case Case<T>(string type, string layout, int m, int k, int n, double goal)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(
            $"gemm-{type}-{layout}-{m}x{k}x{n}",
            $"product of {m}x{k} and {k}x{n} in {type}, {(layout == "nn" ? "both plain" : layout == "nt" ? "the second stored transposed" : "the first stored transposed")}",
            () => new MatrixProductWorkload<T>(m, k, n, layout[0] == 't', layout[1] == 't'))
        {
            Goal = goal,
            Flops = 2.0 * m * k * n,
            IsDouble = typeof(T) == typeof(double),
            OpenPeers = workload => NativePeer.All((MatrixProductWorkload<T>)workload),
        };
}
