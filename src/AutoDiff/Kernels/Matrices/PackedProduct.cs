using System;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// Matrix products whose second factor is packed once and used many times, as recurrent weights are at each time step.
/// The caller owns the memory of the packed factor.
/// </summary>
/// <remarks>
/// The result has the same bits as <see cref="MatrixProduct.Multiply{T}(int, int, int, ReadOnlySpan{T}, int, bool, ReadOnlySpan{T}, int, bool, Span{T}, int, bool)"/>,
/// except for the dot products among those (see there), which are summed here in the order of all other products.
/// </remarks>
internal static unsafe class PackedProduct
{
    /// <summary>The number of elements that op(B)[k, n] takes when packed.</summary>
    /// <remarks>Differs between widths: what one twin packed, only that twin can use.</remarks>
    public static int PackedSize<T>(int k, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
        => PackedSize<T>(VectorWidths.Widest<T>(), k, n);

    /// <summary>The same for a chosen twin.</summary>
    public static int PackedSize<T>(VectorWidth width, int k, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
        => checked(k * width switch
        {
            VectorWidth.Bits512 => BlockedProduct<T, Vector512<T>, TileLanes512<T>>.RoundedColumns(n),
            VectorWidth.Bits256 => BlockedProduct<T, Vector256<T>, TileLanes256<T>>.RoundedColumns(n),
            VectorWidth.Bits128 => BlockedProduct<T, Vector128<T>, TileLanes128<T>>.RoundedColumns(n),
            _ => BlockedProduct<T, T, TileLanes1<T>>.RoundedColumns(n),
        });

    /// <summary>Packs op(B)[k, n], stored [k, n], or [n, k] if <paramref name="transposeB"/>.</summary>
    /// <param name="k">Rows of op(B).</param>
    /// <param name="n">Columns of op(B).</param>
    /// <param name="b">B.</param>
    /// <param name="ldb">Distance between rows of B as stored.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="packed">At least <see cref="PackedSize{T}(int, int)"/> elements; fastest if aligned to 64 bytes.</param>
    public static void Pack<T>(int k, int n, ReadOnlySpan<T> b, int ldb, bool transposeB, Span<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Pack(VectorWidths.Widest<T>(), k, n, b, ldb, transposeB, packed);

    /// <summary>The same by a chosen twin.</summary>
    public static void Pack<T>(VectorWidth width, int k, int n, ReadOnlySpan<T> b, int ldb, bool transposeB, Span<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixProduct.Require(transposeB ? n : k, transposeB ? k : n, ldb, b.Length, "B");
        RequirePacked<T>(width, k, n, packed.Length);
        if (k == 0 || n == 0)
            return;
        fixed (T* pb = b, pp = packed)
        {
            if (width == VectorWidth.Bits512)
                BlockedProduct<T, Vector512<T>, TileLanes512<T>>.PackAll(k, n, pb, ldb, transposeB, pp, width);
            else if (width == VectorWidth.Bits256)
                BlockedProduct<T, Vector256<T>, TileLanes256<T>>.PackAll(k, n, pb, ldb, transposeB, pp, width);
            else if (width == VectorWidth.Bits128)
                BlockedProduct<T, Vector128<T>, TileLanes128<T>>.PackAll(k, n, pb, ldb, transposeB, pp, width);
            else
                BlockedProduct<T, T, TileLanes1<T>>.PackAll(k, n, pb, ldb, transposeB, pp, width);
        }
    }

    /// <summary>C[m, n] = op(A)[m, k] · op(B)[k, n] with op(B) packed, or C += op(A) · op(B) when <paramref name="accumulate"/>.</summary>
    public static void MultiplyPacked<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int lda, bool transposeA, ReadOnlySpan<T> packed, Span<T> c, int ldc, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        => MultiplyPacked(VectorWidths.Widest<T>(), m, n, k, a, lda, transposeA, packed, c, ldc, accumulate);

    /// <summary>The same by a chosen twin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyPacked<T>(
        VectorWidth width, int m, int n, int k, ReadOnlySpan<T> a, int lda, bool transposeA, ReadOnlySpan<T> packed, Span<T> c, int ldc, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(width <= VectorWidths.Widest<T>(), "a twin that this hardware cannot run");
        MatrixProduct.Require(m, n, ldc, c.Length, "C");
        MatrixProduct.Require(transposeA ? k : m, transposeA ? m : k, lda, a.Length, "A");
        RequirePacked<T>(width, k, n, packed.Length);
        if (m == 0 || n == 0 || k == 0)
        {
            MatrixProduct.OfNothing(m, n, c, ldc, accumulate);
            return;
        }
        fixed (T* pa = a, pp = packed, pc = c)
        {
            Product<T> product = new()
            {
                Width = width,
                M = m,
                N = n,
                K = k,
                A = pa,
                RowA = transposeA ? 1 : lda,
                StepA = transposeA ? lda : 1,
                B = pp,
                Layout = FactorLayout.Packed,
                C = pc,
                Ldc = ldc,
                Start = accumulate ? pc : null,
                LdStart = ldc,
            };
            product.Compute();
        }
    }

    private static void RequirePacked<T>(VectorWidth width, int k, int n, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = PackedSize<T>(width, k, n);
        if (length < size)
            throw new ArgumentException($"Packed product: [{k}, {n}] takes {size} elements when packed; {length} are given.");
    }
}
