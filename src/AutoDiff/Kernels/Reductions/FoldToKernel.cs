using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// Folds over every axis on which `to` is stretched to `from`. Where the innermost loop is folded its runs are folded as ranges;
// where it is kept, the loop around it folds rows. Further loops meet in y in order, the outermost last.
internal readonly ref struct FoldToKernel<T, TFold> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFold : struct, IFold<T>
{
    private readonly ReadOnlySpan<T> _a;
    private readonly ReadOnlySpan<T> _b;
    private readonly Span<T> _y;
    private readonly LoopNest _nest;
    private readonly bool _accumulate;

    public FoldToKernel(in Shape from, ReadOnlySpan<T> a, ReadOnlySpan<T> b, in Shape to, Span<T> y, bool accumulate)
    {
        if (a.Length != from.Count)
            KernelErrors.LengthsDiffer(nameof(Reduction), a.Length, from.Count);
        if (b.Length != from.Count)
            KernelErrors.LengthsDiffer(nameof(Reduction), b.Length, from.Count);
        if (y.Length != to.Count)
            KernelErrors.LengthsDiffer(nameof(Reduction), y.Length, to.Count);
        _a = a;
        _b = b;
        _y = y;
        _nest = new LoopNest(in from, in to);
        _accumulate = accumulate;
    }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!_accumulate)
            _y.Fill(TFold.Identity);
        if (_a.IsEmpty)
            return;
        int run = _nest.Length(0);
        bool folded = _nest.Step(0, 0) == 0;
        int rows = !folded && _nest.Depth > 1 ? _nest.Length(1) : 1;
        int inner = !folded && _nest.Depth > 1 ? 2 : 1;
        for (LoopNest at = _nest; !at.Done; at.Advance(inner))
        {
            ReadOnlySpan<T> a = _a.Slice(at.Start, rows * run), b = _b.Slice(at.Start, rows * run);
            if (folded)
            {
                T total = FoldTree<T, TFold>.Run<TLanes>(in MemoryMarshal.GetReference(a), in MemoryMarshal.GetReference(b), run);
                ref T y = ref _y[at.Offset(0)];
                y = TFold.Invoke(Lanes1<T>.Create(y), Lanes1<T>.Create(total)).First;
            }
            else
            {
                ColumnFold<T, TFold>.Run<TLanes>(in MemoryMarshal.GetReference(a), in MemoryMarshal.GetReference(b), rows, run, _y.Slice(at.Offset(0), run));
            }
        }
    }
}
