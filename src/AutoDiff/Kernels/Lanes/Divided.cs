using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Runs a kernel on several threads where it has so much to do that waking them is repaid. Where it is cut changes no bit.
internal static class Divided
{
    // Of some hundred thousand elements even the cheapest loop takes longer than to wake a thread.
    private const int SmallestShare = 1 << 17;

    // Whole lines of memory, and whole registers.
    private const int Unit = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(ref TKernel kernel, int elements)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IDivisibleKernel<T, TKernel>, allows ref struct
    {
        if (Repays(elements))
            Share<T, TKernel>(kernel, elements);
        else
            Widest.Run<T, TKernel>(ref kernel);
    }

    // Whether so many elements are shared by several threads.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Repays(int elements) => elements >= 2 * SmallestShare && Threading.MaxThreads > 1;

    // By value: a kernel whose address is asked for would stand in memory on the common way too.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Share<T, TKernel>(TKernel kernel, int elements)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IDivisibleKernel<T, TKernel>, allows ref struct
    {
        int blocks = Math.Min(2 * Threading.MaxThreads, elements / SmallestShare), parts = kernel.Parts;
        int share = (parts + blocks - 1) / blocks;
        if (parts == elements)
            share = (share + Unit - 1) / Unit * Unit;
        Shares<T, TKernel> shares = new(kernel, share);
        Workers.Run(ref shares, (parts + share - 1) / share);
    }

    private ref struct Shares<T, TKernel>(TKernel kernel, int share) : IBlockAction
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IDivisibleKernel<T, TKernel>, allows ref struct
    {
        private readonly TKernel _kernel = kernel;

        public readonly void Run(int block)
        {
            int start = block * share;
            TKernel part = _kernel.Part(start, Math.Min(share, _kernel.Parts - start));
            Widest.Run<T, TKernel>(ref part);
        }
    }
}
