using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

internal readonly ref struct BinaryKernel<T, TFunction> : IDivisibleKernel<T, BinaryKernel<T, TFunction>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IBinary<T>
{
    private readonly ReadOnlySpan<T> _a;
    private readonly ReadOnlySpan<T> _b;
    private readonly Span<T> _y;
    private readonly bool _accumulate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BinaryKernel(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate)
    {
        if (a.Length != y.Length && a.Length != 1)
            KernelErrors.LengthsDiffer(nameof(Elementwise), a.Length, y.Length);
        if (b.Length != y.Length && b.Length != 1)
            KernelErrors.LengthsDiffer(nameof(Elementwise), b.Length, y.Length);
        _a = a;
        _b = b;
        _y = y;
        _accumulate = accumulate;
    }

    public int Parts => _y.Length;

    public BinaryKernel<T, TFunction> Part(int start, int count) =>
        new(_a.Length == 1 ? _a : _a.Slice(start, count), _b.Length == 1 ? _b : _b.Slice(start, count), _y.Slice(start, count), _accumulate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Less than a register goes to its end at once, and a single element by itself: see UnaryKernel.
        if (_a.Length == _b.Length && _a.Length == _y.Length)
        {
            if (_y.Length == 1)
                Rest<Lanes1<T>, WholeOperand<T>, WholeOperand<T>>(0, 1);
            else if (_y.Length < TLanes.Count && _y.Length > 0)
                Rest<TLanes, WholeOperand<T>, WholeOperand<T>>(0, (nuint)_y.Length);
            else
                Loop<TLanes, WholeOperand<T>, WholeOperand<T>>();
        }
        else if (_b.Length == 1 && _a.Length == _y.Length)
            Loop<TLanes, WholeOperand<T>, SingleOperand<T>>();
        else if (_a.Length == 1 && _b.Length == _y.Length)
            Loop<TLanes, SingleOperand<T>, WholeOperand<T>>();
        else
            Loop<TLanes, SingleOperand<T>, SingleOperand<T>>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Loop<TLanes, TA, TB>()
        where TLanes : struct, ILanes<TLanes, T>
        where TA : struct, IOperand<T>
        where TB : struct, IOperand<T>
    {
        ref T a = ref MemoryMarshal.GetReference(_a), b = ref MemoryMarshal.GetReference(_b), y = ref MemoryMarshal.GetReference(_y);
        nuint length = (nuint)_y.Length, width = (nuint)TLanes.Count, i = 0;
        bool accumulate = _accumulate;
        for (; i + width <= length; i += width)
        {
            TLanes value = TFunction.Invoke(TA.Load<TLanes>(in a, i), TB.Load<TLanes>(in b, i));
            if (accumulate)
                value = TLanes.Load(in y, i) + value;
            TLanes.Store(value, ref y, i);
        }

        if (i < length)
            Rest<TLanes, TA, TB>(i, length - i);
    }

    // The last, partial register: a method of its own, so that a long function stays small enough for the JIT to inline all of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Rest<TLanes, TA, TB>(nuint i, nuint rest)
        where TLanes : struct, ILanes<TLanes, T>
        where TA : struct, IOperand<T>
        where TB : struct, IOperand<T>
    {
        ref T a = ref MemoryMarshal.GetReference(_a), b = ref MemoryMarshal.GetReference(_b), y = ref MemoryMarshal.GetReference(_y);
        TLanes value = TFunction.Invoke(TA.LoadPart<TLanes>(in a, i, rest), TB.LoadPart<TLanes>(in b, i, rest));
        if (_accumulate)
            value = TLanes.LoadPart(in y, i, rest, TLanes.Constant(0)) + value;
        TLanes.StorePart(value, ref y, i, rest);
    }
}
