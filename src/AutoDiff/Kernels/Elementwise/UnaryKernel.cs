using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

internal readonly ref struct UnaryKernel<T, TFunction> : IDivisibleKernel<T, UnaryKernel<T, TFunction>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IUnary<T>
{
    private readonly ReadOnlySpan<T> _x;
    private readonly Span<T> _y;
    private readonly bool _accumulate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UnaryKernel(ReadOnlySpan<T> x, Span<T> y, bool accumulate)
    {
        if (x.Length != y.Length)
            KernelErrors.LengthsDiffer(nameof(Elementwise), x.Length, y.Length);
        _x = x;
        _y = y;
        _accumulate = accumulate;
    }

    public int Parts => _y.Length;

    private ref T X => ref MemoryMarshal.GetReference(_x);

    private ref T Y => ref MemoryMarshal.GetReference(_y);

    public UnaryKernel<T, TFunction> Part(int start, int count) => new(_x.Slice(start, count), _y.Slice(start, count), _accumulate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Less than a register goes to its end at once: very short arrays feel every call. A single element is read as it was written, not as a part
        // of a register, for which a processor has to wait until the write is done.
        if (_y.Length == 1)
            Rest<Lanes1<T>>(ref X, ref Y, 1, _accumulate);
        else if (_y.Length < TLanes.Count && _y.Length > 0)
            Rest<TLanes>(ref X, ref Y, (nuint)_y.Length, _accumulate);
        else
            Loop<TLanes>(ref X, ref Y, (nuint)_y.Length, _accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop<TLanes>(ref T x, ref T y, nuint length, bool accumulate)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint width = (nuint)TLanes.Count, i = 0;
        for (; i + width <= length; i += width)
        {
            TLanes value = TFunction.Invoke(TLanes.Load(in x, i));
            if (accumulate)
                value = TLanes.Load(in y, i) + value;
            TLanes.Store(value, ref y, i);
        }

        if (i < length)
            Rest<TLanes>(ref Unsafe.Add(ref x, i), ref Unsafe.Add(ref y, i), length - i, accumulate);
    }

    // The last, partial register: a method of its own, so that a long function stays small enough for the JIT to inline all of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rest<TLanes>(ref T x, ref T y, nuint rest, bool accumulate)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes value = TFunction.Invoke(TLanes.LoadPart(in x, 0, rest, TLanes.Constant(1)));
        if (accumulate)
            value = TLanes.LoadPart(in y, 0, rest, TLanes.Constant(0)) + value;
        TLanes.StorePart(value, ref y, 0, rest);
    }
}
