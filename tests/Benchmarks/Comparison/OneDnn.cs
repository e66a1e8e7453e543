using System.Numerics;
using System.Runtime.InteropServices;
using AutoDiff.Benchmarks.Workloads;

namespace AutoDiff.Benchmarks.Comparison;

// The products of oneDNN, which are row-major and in single precision alone.
internal static unsafe class OneDnn
{
    private static readonly nint Library = Load();

    private static readonly delegate* unmanaged<byte, byte, long, long, long, float, float*, long, float*, long, float, float*, long, int> Single =
        (delegate* unmanaged<byte, byte, long, long, long, float, float*, long, float*, long, float, float*, long, int>)Export("dnnl_sgemm");

    // What the library calls itself; null where it is not there.
    public static string? Version
    {
        get
        {
            // A structure that begins with three numbers.
            delegate* unmanaged<int*> ask = (delegate* unmanaged<int*>)Export("dnnl_version");
            if (ask == null)
                return null;
            int* numbers = ask();
            return $"{numbers[0]}.{numbers[1]}.{numbers[2]}";
        }
    }

    // Null where the library is not there, or has no product of the type.
    public static NativeProduct<T>? Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) != typeof(float) || Single == null ? null : Multiply;

    private static void Multiply<T>(MatrixProductWorkload<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* a = product.A, b = product.B, c = product.C)
        {
            byte layoutA = (byte)(product.TransposeA ? 'T' : 'N'), layoutB = (byte)(product.TransposeB ? 'T' : 'N');
            _ = Single(layoutA, layoutB, product.M, product.N, product.K, 1, (float*)a, product.LeadingA, (float*)b, product.LeadingB, 0, (float*)c, product.N);
        }
    }

    private static nint Export(string name) => Library == 0 ? 0 : NativeLibrary.GetExport(Library, name);

    private static nint Load()
    {
        // Its threads are OpenMP's, whose number is set before it loads.
        if (NativeLibrary.TryLoad("libgomp.so.1", out nint openMp))
            ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(openMp, "omp_set_num_threads"))(Threading.MaxThreads);
        return NativeLibrary.TryLoad("libdnnl.so.2", out nint library) ? library : 0;
    }
}
