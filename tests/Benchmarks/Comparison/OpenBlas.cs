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

    // Null where the library is not there.
    public static NativeProduct<T>? Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Library == 0 ? null : Multiply;

    private static void Multiply<T>(MatrixProductWorkload<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int transposeA = product.TransposeA ? Transposed : Plain, transposeB = product.TransposeB ? Transposed : Plain;
        fixed (T* a = product.A, b = product.B, c = product.C)
        {
            if (typeof(T) == typeof(float))
                Single(RowMajor, transposeA, transposeB, product.M, product.N, product.K, 1, (float*)a, product.LeadingA, (float*)b, product.LeadingB, 0, (float*)c, product.N);
            else
                Double(RowMajor, transposeA, transposeB, product.M, product.N, product.K, 1, (double*)a, product.LeadingA, (double*)b, product.LeadingB, 0, (double*)c, product.N);
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
