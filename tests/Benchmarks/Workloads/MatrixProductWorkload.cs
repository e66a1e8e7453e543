using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff.Benchmarks.Workloads;

// One matrix product into a given result; the second factor is packed beforehand where a recurrence packs it once for all its steps.
internal sealed class MatrixProductWorkload<T> : IWorkload
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int AlignedTo = 64;

    private readonly T[] _a, _b, _c;

    // Empty where each product reads the second factor as it is stored.
    private readonly T[] _packed = [];

    public MatrixProductWorkload(int m, int k, int n, bool transposeA, bool transposeB, bool packed)
    {
        (M, K, N, TransposeA, TransposeB) = (m, k, n, transposeA, transposeB);
        _a = Draw(1, m * k);
        _b = Draw(2, k * n);
        _c = Allocate(m * n);
        if (!packed)
            return;
        _packed = Allocate(PackedProduct.PackedSize<T>(k, n));
        PackedProduct.Pack(k, n, B, LeadingB, transposeB, Packed);
    }

    public int M { get; }

    public int K { get; }

    public int N { get; }

    public bool TransposeA { get; }

    public bool TransposeB { get; }

    public int LeadingA => TransposeA ? M : K;

    public int LeadingB => TransposeB ? K : N;

    public Span<T> A => Aligned(_a, M * K);

    public Span<T> B => Aligned(_b, K * N);

    public Span<T> C => Aligned(_c, M * N);

    private Span<T> Packed => Aligned(_packed, PackedProduct.PackedSize<T>(K, N));

    public double Step()
    {
        if (_packed.Length > 0)
            PackedProduct.MultiplyPacked<T>(M, N, K, A, LeadingA, TransposeA, Packed, C, N, accumulate: false);
        else
            MatrixProduct.Multiply<T>(M, N, K, A, LeadingA, TransposeA, B, LeadingB, TransposeB, C, N, accumulate: false);
        return double.CreateTruncating(C[0]);
    }

    // The whole result counts.
    public double Probe()
    {
        double sum = 0;
        foreach (T value in C)
            sum += double.CreateTruncating(value * value);
        return sum;
    }

    public void Dispose()
    {
    }

    private static T[] Draw(int stream, int count)
    {
        T[] array = Allocate(count);
        float[] values = CounterHash.Uniform(stream, count);
        Span<T> span = Aligned(array, count);
        for (int i = 0; i < count; i++)
            span[i] = T.CreateTruncating(values[i]);
        return array;
    }

    // Pinned, so that where the first aligned element is stays true.
    private static unsafe T[] Allocate(int count) => GC.AllocateArray<T>(count + (AlignedTo / sizeof(T)), pinned: true);

    private static unsafe Span<T> Aligned(T[] array, int count)
    {
        fixed (T* first = array)
        {
            int skip = (int)((AlignedTo - ((nint)first % AlignedTo)) % AlignedTo) / sizeof(T);
            return array.AsSpan(skip, count);
        }
    }
}
