using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// A whole range to one number.
internal ref struct FoldKernel<T, TFold> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFold : struct, IFold<T>
{
    private readonly ReadOnlySpan<T> _a;
    private readonly ReadOnlySpan<T> _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FoldKernel(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        if (a.Length != b.Length)
            KernelErrors.LengthsDiffer(nameof(Reduction), b.Length, a.Length);
        _a = a;
        _b = b;
    }

    public T Result { get; private set; }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
        => Result = FoldTree<T, TFold>.Run<TLanes>(in MemoryMarshal.GetReference(_a), in MemoryMarshal.GetReference(_b), _a.Length);
}
