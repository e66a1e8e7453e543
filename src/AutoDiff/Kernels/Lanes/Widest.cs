using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The one place where a width is chosen: the widest that the hardware runs. All but one branch vanish in the JIT.
internal static class Widest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(ref TKernel kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IKernel<T>, allows ref struct
    {
        if (Lanes512<T>.IsAccelerated)
            kernel.Run<Lanes512<T>>();
        else if (Lanes256<T>.IsAccelerated)
            kernel.Run<Lanes256<T>>();
        else if (Lanes128<T>.IsAccelerated)
            kernel.Run<Lanes128<T>>();
        else
            kernel.Run<Lanes1<T>>();
    }
}
