using System;
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
        (20, 200, 800, "nn nt packed"),
        (50, 128, 512, "nn nt packed"),
        (50, 512, 2048, "nn nt packed"),
        (16, 64, 64, "nn nt packed"),
        (1, 128, 512, "nn nt packed"),
        (700, 200, 10_000, "nn nt"),
        (200, 700, 800, "tn"),
    ];

    public static IEnumerable<Case> Cases => [.. Of<float>("float"), .. Of<double>("double")];

    // Of a product with a second factor that is stored either way, the row in which it is packed once, as recurrent weights are for all steps.
    public static string PackedRow(string name) => name.Replace("-nn-", "-packed-", StringComparison.Ordinal).Replace("-nt-", "-packed-", StringComparison.Ordinal);

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
            $"product of {m}x{k} and {k}x{n} in {type}, {Describe(layout)}",
            () => new MatrixProductWorkload<T>(m, k, n, layout == "tn", layout == "nt", layout == "packed"))
        {
            Goal = goal,
            Flops = 2.0 * m * k * n,
            IsDouble = typeof(T) == typeof(double),
            OpenPeers = workload => NativePeer.All((MatrixProductWorkload<T>)workload),
        };

    private static string Describe(string layout) => layout switch
    {
        "nn" => "both plain",
        "nt" => "the second stored transposed",
        "tn" => "the first stored transposed",
        _ => "the second packed once for many products, which no peer's call can do",
    };
}
