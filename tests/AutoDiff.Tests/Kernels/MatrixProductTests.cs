using System;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels.Matrices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoDiff.Tests.Kernels;

/// <summary>Every form, size and register width of the matrix product against a triple loop in double precision.</summary>
[Collection(nameof(Threading))]
public sealed class MatrixProductTests
{
    // One of each kind of tile: below, at and above a register, a pair of registers and the tallest tile.
    private static readonly int[] Edges = [0, 1, 2, 3, 4, 6, 7, 9, 13, 14, 15, 16, 17, 24, 31, 32, 33, 40];

    public static TheoryData<bool, bool, bool> Forms()
    {
        TheoryData<bool, bool, bool> forms = new();
        foreach (int form in Enumerable.Range(0, 8))
            forms.Add((form & 1) != 0, (form & 2) != 0, (form & 4) != 0);
        return forms;
    }

    [Theory, MemberData(nameof(Forms))]
    public void Every_size_near_the_edges_of_a_tile_equals_the_triple_loop_in_float(bool transposeA, bool transposeB, bool accumulate)
        => EdgesEqualTheTripleLoop<float>(transposeA, transposeB, accumulate);

    [Theory, MemberData(nameof(Forms))]
    public void Every_size_near_the_edges_of_a_tile_equals_the_triple_loop_in_double(bool transposeA, bool transposeB, bool accumulate)
        => EdgesEqualTheTripleLoop<double>(transposeA, transposeB, accumulate);

    private static void EdgesEqualTheTripleLoop<T>(bool transposeA, bool transposeB, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int m in Edges)
        {
            foreach (int n in Edges)
            {
                foreach (int k in new[] { 0, 1, 4, 7, 18 })
                    ProductCase<T>.Random(m, n, k, transposeA, transposeB, accumulate, gap: (m + n + k) % 3).CheckEveryWidth();
            }
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Half_takes_the_scalar_kernel(bool transposeA, bool transposeB, bool accumulate)
    {
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (1, 9, 7), (9, 1, 7), (5, 6, 0), (17, 13, 11) })
            ProductCase<Half>.Random(m, n, k, transposeA, transposeB, accumulate, gap: 1).CheckEveryWidth();
    }

    [Theory, MemberData(nameof(Forms))]
    public void Products_of_several_blocks_equal_the_triple_loop(bool transposeA, bool transposeB, bool accumulate)
    {
        // Long sums of several runs, many packed columns, single rows and columns of both, and strides that are powers of two.
        foreach ((int m, int n, int k, int gap) in new[] { (3, 20, 901, 0), (1, 301, 400, 3), (301, 1, 400, 3), (1, 7, 2100, 1), (31, 270, 40, 2), (17, 64, 512, 0) })
        {
            ProductCase<float>.Random(m, n, k, transposeA, transposeB, accumulate, gap).CheckEveryWidth();
            ProductCase<double>.Random(m, n, k, transposeA, transposeB, accumulate, gap).CheckEveryWidth();
        }
    }

    [Fact]
    public void Random_shapes_equal_the_triple_loop()
    {
        Gen<(int M, int N, int K, int Gap, int Form)> shapes =
            from m in Gen.Choose(0, 70)
            from n in Gen.Choose(0, 150)
            from k in Gen.Choose(0, 60)
            from gap in Gen.Choose(0, 9)
            from form in Gen.Choose(0, 7)
            select (m, n, k, gap, form);
        Prop.ForAll(shapes.ToArbitrary(), static shape =>
        {
            ProductCase<float>.Random(shape.M, shape.N, shape.K, (shape.Form & 1) != 0, (shape.Form & 2) != 0, (shape.Form & 4) != 0, shape.Gap)
                .CheckEveryWidth();
            ProductCase<double>.Random(shape.M, shape.N, shape.K, (shape.Form & 1) != 0, (shape.Form & 2) != 0, (shape.Form & 4) != 0, shape.Gap)
                .CheckEveryWidth();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_product_onto_a_row_has_the_bits_of_one_added_to_that_row_everywhere()
    {
        foreach ((int m, int n, int k, int gap) in new[] { (1, 9, 4, 0), (7, 1, 5, 2), (5, 20, 3, 0), (19, 37, 300, 1), (40, 70, 0, 0), (0, 3, 2, 0), (64, 5, 9, 3) })
        {
            ProductCase<float> product = ProductCase<float>.Bare(m, n, k, transposeA: false, transposeB: false, accumulate: true, gap);
            foreach (VectorWidth width in VectorWidths.Runnable<float>())
                Assert.Equal(product.RunAddedToRow(width).Select(BitConverter.SingleToInt32Bits), product.RunOntoRow(width).Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits_packed_or_not()
    {
        foreach ((int m, int n, int k) in new[] { (2, 37, 50), (37, 2, 50), (20, 50, 900), (29, 33, 17) })
        {
            ProductCase<float> product = ProductCase<float>.Random(m, n, k, transposeA: false, transposeB: true, accumulate: true, gap: 1);
            float[] expected = product.Run(VectorWidth.Scalar);
            foreach (VectorWidth width in VectorWidths.Runnable<float>())
            {
                Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), product.Run(width).Select(BitConverter.SingleToInt32Bits));
                Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), product.RunPacked(width).Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void An_element_does_not_depend_on_the_rows_and_columns_beside_it(bool transposeA, bool transposeB, bool accumulate)
    {
        // The whole is packed, both factors of it, in several blocks; the parts are read where they lie.
        const int m = 40, n = 330, k = 1024;
        Random random = new(5);
        float[] a = Values(random, m * k), b = Values(random, k * n), old = Values(random, m * n);
        int lda = transposeA ? m : k, ldb = transposeB ? k : n;
        foreach (VectorWidth width in VectorWidths.Runnable<float>())
        {
            float[] whole = [.. old];
            MatrixProduct.Multiply<float>(width, m, n, k, a, lda, transposeA, b, ldb, transposeB, whole, n, accumulate);
            foreach ((int rows, int columns) in new[] { (2, 64), (15, 2), (3, 41) })
            {
                float[] part = [.. old];
                int row = m - rows, column = n - columns, corner = (row * n) + column;
                MatrixProduct.Multiply<float>(
                    width, rows, columns, k, a.AsSpan(transposeA ? row : row * lda), lda, transposeA,
                    b.AsSpan(transposeB ? column * ldb : column), ldb, transposeB, part.AsSpan(corner), n, accumulate);
                for (int i = 0; i < rows; i++)
                    Assert.True(part.AsSpan(corner + (i * n), columns).SequenceEqual(whole.AsSpan(corner + (i * n), columns)), $"{width}: {rows} x {columns}, row {i}");
            }
        }
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        Random random = new(3);
        float[] a = Values(random, 60 * 300), b = Values(random, 300 * 300), c = new float[60 * 300];
        float[] packed = new float[PackedProduct.PackedSize<float>(300, 300)];
        Assert.Equal(0, Allocated.Least(() =>
        {
            MatrixProduct.Multiply<float>(60, 300, 300, a, 300, false, b, 300, true, c, 300, true);
            PackedProduct.Pack<float>(300, 300, b, 300, true, packed);
            PackedProduct.MultiplyPacked<float>(60, 300, 300, a, 300, false, packed, c, 300, true);
            MatrixProduct.MultiplyOnto<float>(60, 300, 300, a, 300, b, 300, a.AsSpan(0, 300), c, 300);
            MatrixProduct.Multiply<float>(1, 300, 300, a, 300, false, b, 300, true, c, 300, true);
            MatrixProduct.Multiply<float>(300, 1, 300, b, 300, false, a, 1, false, c, 2, true);
        }));
    }

    [Fact]
    public void Special_values_travel_as_in_the_triple_loop()
    {
        // 0 · infinity is not skipped, and a NaN reaches its row and column and no further.
        float[] a = new float[20 * 3], b = new float[3 * 40], c = new float[20 * 40];
        a[7 * 3] = float.NaN;
        b[39] = float.PositiveInfinity;
        MatrixProduct.Multiply<float>(20, 40, 3, a, 3, false, b, 40, false, c, 40, false);
        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < 40; j++)
                Assert.Equal(i == 7 || j == 39, float.IsNaN(c[(i * 40) + j]));
        }
    }

    [Fact]
    public void A_matrix_that_is_shorter_than_its_shape_is_refused_with_its_numbers()
    {
        float[] six = new float[6], five = new float[5], four = new float[4];
        string message = Assert.Throws<ArgumentException>(() =>
            MatrixProduct.Multiply<float>(2, 2, 3, five, 3, false, six, 2, false, four, 2, false)).Message;
        Assert.StartsWith("Matrix product: A as stored is [2, 3] with rows 3 apart, in 5 elements;", message, StringComparison.Ordinal);
        Assert.Contains("B as stored is [2, 3] with rows 2 apart", Assert.Throws<ArgumentException>(() =>
            MatrixProduct.Multiply<float>(2, 2, 3, six, 3, false, six, 2, true, four, 2, false)).Message, StringComparison.Ordinal);
        Assert.Contains("C as stored is [2, -1]", Assert.Throws<ArgumentException>(() =>
            MatrixProduct.Multiply<float>(2, -1, 3, six, 3, false, six, 2, true, four, 2, false)).Message, StringComparison.Ordinal);
        Assert.Contains("elements when packed; 5 are given", Assert.Throws<ArgumentException>(() =>
            PackedProduct.Pack<float>(3, 2, six, 2, false, five)).Message, StringComparison.Ordinal);
    }

    private static float[] Values(Random random, int count)
        => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
