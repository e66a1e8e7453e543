using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff.Benchmarks.Reports;

// Where a run took place, and with what, in words.
internal static class Machine
{
    public static string Processor =>
        $"{Model() ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} "
            + $"core{(Environment.ProcessorCount == 1 ? "" : "s")}, {Width}";

    public static IReadOnlyList<(string Name, string? Version)> Versions { get; } =
    [
        (".NET", Environment.Version.ToString()),
        ("PyTorch", PythonWithTorch.Version),
        ("OpenBLAS", OpenBlas.Version),
        ("oneDNN", OneDnn.Version),
    ];

    private static string Width => VectorWidths.Widest<float>() is var width && width == VectorWidth.Scalar ? "no vector registers" : $"vectors of {(int)width} bits";

    // The family, as the processor names itself; null where the system keeps it to itself.
    private static string? Model()
    {
        const string Facts = "/proc/cpuinfo", Key = "model name";
        string? line = File.Exists(Facts) ? File.ReadLines(Facts).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('@')[0].Replace("(R)", "", StringComparison.Ordinal)
            .Replace("(TM)", "", StringComparison.Ordinal)
            .Trim();
    }
}
