using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// Three operands would make eight loops; here each load asks whether its operand is single, a branch that is always predicted.
internal readonly ref struct TernaryKernel<T, TFunction> : IDivisibleKernel<T, TernaryKernel<T, TFunction>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, ITernary<T>
{
    private readonly ReadOnlySpan<T> _a;
    private readonly ReadOnlySpan<T> _b;
    private readonly ReadOnlySpan<T> _c;
    private readonly Span<T> _y;
    private readonly bool _accumulate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TernaryKernel(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, bool accumulate)
    {
        if (a.Length != y.Length && a.Length != 1)
            KernelErrors.LengthsDiffer(nameof(Elementwise), a.Length, y.Length);
        if (b.Length != y.Length && b.Length != 1)
            KernelErrors.LengthsDiffer(nameof(Elementwise), b.Length, y.Length);
        if (c.Length != y.Length && c.Length != 1)
            KernelErrors.LengthsDiffer(nameof(Elementwise), c.Length, y.Length);
        _a = a;
        _b = b;
        _c = c;
        _y = y;
        _accumulate = accumulate;
    }

    public int Parts => _y.Length;

    public TernaryKernel<T, TFunction> Part(int start, int count) => new(
        _a.Length == 1 ? _a : _a.Slice(start, count),
        _b.Length == 1 ? _b : _b.Slice(start, count),
        _c.Length == 1 ? _c : _c.Slice(start, count),
        _y.Slice(start, count),
        _accumulate);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref T a = ref MemoryMarshal.GetReference(_a), b = ref MemoryMarshal.GetReference(_b);
        ref T c = ref MemoryMarshal.GetReference(_c), y = ref MemoryMarshal.GetReference(_y);
        nuint length = (nuint)_y.Length, width = (nuint)TLanes.Count, i = 0;
        bool oneA = _a.Length == 1, oneB = _b.Length == 1, oneC = _c.Length == 1, accumulate = _accumulate;
        for (; i + width <= length; i += width)
        {
            TLanes value = TFunction.Invoke(
                oneA ? TLanes.Create(a) : TLanes.Load(in a, i),
                oneB ? TLanes.Create(b) : TLanes.Load(in b, i),
                oneC ? TLanes.Create(c) : TLanes.Load(in c, i));
            if (accumulate)
                value = TLanes.Load(in y, i) + value;
            TLanes.Store(value, ref y, i);
        }

        if (i < length)
            Rest<TLanes>(i, length - i);
    }

    // The last, partial register: a method of its own, so that a long function stays small enough for the JIT to inline all of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Rest<TLanes>(nuint i, nuint rest)
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref T a = ref MemoryMarshal.GetReference(_a), b = ref MemoryMarshal.GetReference(_b);
        ref T c = ref MemoryMarshal.GetReference(_c), y = ref MemoryMarshal.GetReference(_y);
        TLanes one = TLanes.Constant(1);
        TLanes value = TFunction.Invoke(
            _a.Length == 1 ? TLanes.Create(a) : TLanes.LoadPart(in a, i, rest, one),
            _b.Length == 1 ? TLanes.Create(b) : TLanes.LoadPart(in b, i, rest, one),
            _c.Length == 1 ? TLanes.Create(c) : TLanes.LoadPart(in c, i, rest, one));
        if (_accumulate)
            value = TLanes.LoadPart(in y, i, rest, TLanes.Constant(0)) + value;
        TLanes.StorePart(value, ref y, i, rest);
    }
}
