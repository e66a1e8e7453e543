using System;
using System.Runtime.Intrinsics;

namespace AutoDiff.Kernels.Matrices;

/// <summary>The twins of a kernel: one for each register width, and a scalar one that every machine and every type can run.</summary>
internal enum VectorWidth
{
    Scalar = 0,
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}

internal static class VectorWidths
{
    /// <summary>The widest twin that this hardware runs in registers; wider ones would be emulated, hundreds of times slower.</summary>
    public static VectorWidth Widest<T>()
        where T : unmanaged
        => typeof(T) != typeof(float) && typeof(T) != typeof(double) ? VectorWidth.Scalar
            : Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
            : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
            : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
            : VectorWidth.Scalar;

    /// <summary>The twins that this hardware can run, for the tests that visit each of them.</summary>
    public static VectorWidth[] Runnable<T>()
        where T : unmanaged
        => Array.FindAll(Enum.GetValues<VectorWidth>(), static width => width <= Widest<T>());
}
