using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels.Matrices;

/// <summary>Copies a block of a matrix with rows and columns exchanged.</summary>
internal static unsafe class Transposition
{
    /// <summary>The floats of a cache line.</summary>
    private const int LineOfFloats = 16;

    /// <summary>target[j * rowTarget + i] = source[i * rowSource + j] for i below <paramref name="rows"/>, j below <paramref name="columns"/>.</summary>
    /// <remarks>Where the source is <paramref name="far"/> from the processor, the rows that follow it, which are copied next, are fetched meanwhile.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Copy<T>(int rows, int columns, T* source, nint rowSource, T* target, nint rowTarget, VectorWidth width, bool far = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        if (typeof(T) == typeof(float))
        {
            if (width >= VectorWidth.Bits256)
                for (; i <= rows - 8; i += 8)
                    EightRows(columns, (float*)source + (i * rowSource), rowSource, (float*)target + i, rowTarget, far);
            if (width >= VectorWidth.Bits128)
                for (; i <= rows - 4; i += 4)
                    FourRows(columns, (float*)source + (i * rowSource), rowSource, (float*)target + i, rowTarget);
        }
        else if (typeof(T) == typeof(double))
        {
            if (width >= VectorWidth.Bits256)
                for (; i <= rows - 4; i += 4)
                    FourRows(columns, (double*)source + (i * rowSource), rowSource, (double*)target + i, rowTarget);
        }
        for (; i < rows; i++)
            Row(columns, source + (i * rowSource), target + i, rowTarget);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T>(int columns, T* source, T* target, nint rowTarget)
        where T : unmanaged
    {
        for (int j = 0; j < columns; j++, target += rowTarget)
            *target = source[j];
    }

    /// <summary>Blocks of eight rows and four columns: each register holds four columns of row i beside those of row i + 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EightRows(int columns, float* source, nint row, float* target, nint rowTarget, bool far)
    {
        float* high = source + (4 * row);
        nint row3 = 3 * row, rowTarget3 = 3 * rowTarget;
        int j = 0;
        for (; j <= columns - 4; j += 4, source += 4, high += 4, target += 4 * rowTarget)
        {
            if (far && j % LineOfFloats == 0)
            {
                Fetch(source + (8 * row), row, row3);
                Fetch(high + (8 * row), row, row3);
            }
            Vector256<float> r0 = Vector256.Create(Vector128.Load(source), Vector128.Load(high));
            Vector256<float> r1 = Vector256.Create(Vector128.Load(source + row), Vector128.Load(high + row));
            Vector256<float> r2 = Vector256.Create(Vector128.Load(source + (2 * row)), Vector128.Load(high + (2 * row)));
            Vector256<float> r3 = Vector256.Create(Vector128.Load(source + row3), Vector128.Load(high + row3));

            // Pairs of rows interleaved, then pairs of pairs: each 128-bit half becomes four rows of one column.
            Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
            Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
            Avx.UnpackLow(low01, low23).AsSingle().Store(target);
            Avx.UnpackHigh(low01, low23).AsSingle().Store(target + rowTarget);
            Avx.UnpackLow(high01, high23).AsSingle().Store(target + (2 * rowTarget));
            Avx.UnpackHigh(high01, high23).AsSingle().Store(target + rowTarget3);
        }
        for (; j < columns; j++, source++, high++, target += rowTarget)
        {
            Vector128.Create(source[0], source[row], source[2 * row], source[row3]).Store(target);
            Vector128.Create(high[0], high[row], high[2 * row], high[row3]).Store(target + 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* source, nint row, nint row3)
    {
        Sse.Prefetch0(source);
        Sse.Prefetch0(source + row);
        Sse.Prefetch0(source + (2 * row));
        Sse.Prefetch0(source + row3);
    }

    /// <summary>Blocks of four rows and four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows(int columns, float* source, nint row, float* target, nint rowTarget)
    {
        nint row3 = 3 * row, rowTarget3 = 3 * rowTarget;
        int j = 0;
        if (Sse.IsSupported)
        {
            for (; j <= columns - 4; j += 4, source += 4, target += 4 * rowTarget)
            {
                Vector128<float> r0 = Vector128.Load(source), r1 = Vector128.Load(source + row);
                Vector128<float> r2 = Vector128.Load(source + (2 * row)), r3 = Vector128.Load(source + row3);
                Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1);
                Vector128<float> low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
                Sse.MoveLowToHigh(low01, low23).Store(target);
                Sse.MoveHighToLow(low23, low01).Store(target + rowTarget);
                Sse.MoveLowToHigh(high01, high23).Store(target + (2 * rowTarget));
                Sse.MoveHighToLow(high23, high01).Store(target + rowTarget3);
            }
        }
        for (; j < columns; j++, source++, target += rowTarget)
            Vector128.Create(source[0], source[row], source[2 * row], source[row3]).Store(target);
    }

    /// <summary>Blocks of four rows and two columns: each register holds two columns of row i beside those of row i + 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows(int columns, double* source, nint row, double* target, nint rowTarget)
    {
        double* high = source + (2 * row);
        int j = 0;
        for (; j <= columns - 2; j += 2, source += 2, high += 2, target += 2 * rowTarget)
        {
            Vector256<double> even = Vector256.Create(Vector128.Load(source), Vector128.Load(high));
            Vector256<double> odd = Vector256.Create(Vector128.Load(source + row), Vector128.Load(high + row));
            Avx.UnpackLow(even, odd).Store(target);
            Avx.UnpackHigh(even, odd).Store(target + rowTarget);
        }
        if (j < columns)
            Vector256.Create(source[0], source[row], high[0], high[row]).Store(target);
    }
}
