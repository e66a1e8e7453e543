using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using AutoDiff.Benchmarks.Workloads;

namespace AutoDiff.Benchmarks.Comparison;

// The products of OpenBLAS, through its C interface.
internal static unsafe class OpenBlas
{
    private const int RowMajor = 101, Plain = 111, Transposed = 112;

    private static readonly nint Library = Load();
    private static readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> Single =
        (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)Export("cblas_sgemm");

    private static readonly delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void> Double =
        (delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)Export("cblas_dgemm");

    private static readonly delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void> SingleVector =
        (delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)Export("cblas_sgemv");

    private static readonly delegate* unmanaged<int, int, int, int, double, double*, int, double*, int, double, double*, int, void> DoubleVector =
        (delegate* unmanaged<int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)Export("cblas_dgemv");

    // What the library calls itself; null where it is not there.
    public static string? Version => Library == 0 ? null
        : Marshal.PtrToStringAnsi(((delegate* unmanaged<nint>)Export("openblas_get_config"))())?.Split(' ').ElementAtOrDefault(1);

    // Null where the library is not there.
    public static NativeProduct<T>? Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Library == 0 ? null : Multiply;

    private static void Multiply<T>(MatrixProductWorkload<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (product.M == 1)
        {
            MultiplyRow(product);
            return;
        }

        int transposeA = product.TransposeA ? Transposed : Plain, transposeB = product.TransposeB ? Transposed : Plain;
        fixed (T* a = product.A, b = product.B, c = product.C)
        {
            if (typeof(T) == typeof(float))
                Single(RowMajor, transposeA, transposeB, product.M, product.N, product.K, 1, (float*)a, product.LeadingA, (float*)b, product.LeadingB, 0, (float*)c, product.N);
            else
                Double(RowMajor, transposeA, transposeB, product.M, product.N, product.K, 1, (double*)a, product.LeadingA, (double*)b, product.LeadingB, 0, (double*)c, product.N);
        }
    }

    // A single row is what its products of a matrix and a vector are for: y = op(B)' x.
    private static void MultiplyRow<T>(MatrixProductWorkload<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int columns) = product.TransposeB ? (product.N, product.K) : (product.K, product.N);
        int transpose = product.TransposeB ? Plain : Transposed;
        fixed (T* a = product.A, b = product.B, c = product.C)
        {
            if (typeof(T) == typeof(float))
                SingleVector(RowMajor, transpose, rows, columns, 1, (float*)b, product.LeadingB, (float*)a, 1, 0, (float*)c, 1);
            else
                DoubleVector(RowMajor, transpose, rows, columns, 1, (double*)b, product.LeadingB, (double*)a, 1, 0, (double*)c, 1);
        }
    }

    private static nint Export(string name) => Library == 0 ? 0 : NativeLibrary.GetExport(Library, name);

    private static nint Load()
    {
        if (!NativeLibrary.TryLoad("libopenblas.so.0", out nint library))
            return 0;
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(Threading.MaxThreads);
        return library;
    }
}
