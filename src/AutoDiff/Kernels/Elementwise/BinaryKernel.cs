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

    private ref T A => ref MemoryMarshal.GetReference(_a);

    private ref T B => ref MemoryMarshal.GetReference(_b);

    private ref T Y => ref MemoryMarshal.GetReference(_y);

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
                Rest<Lanes1<T>, WholeOperand<T>, WholeOperand<T>>(ref A, ref B, ref Y, 1, _accumulate);
            else if (_y.Length < TLanes.Count && _y.Length > 0)
                Rest<TLanes, WholeOperand<T>, WholeOperand<T>>(ref A, ref B, ref Y, (nuint)_y.Length, _accumulate);
            else
                Loop<TLanes, WholeOperand<T>, WholeOperand<T>>(ref A, ref B, ref Y, (nuint)_y.Length, _accumulate);
        }
        else if (_b.Length == 1 && _a.Length == _y.Length)
            Loop<TLanes, WholeOperand<T>, SingleOperand<T>>(ref A, ref B, ref Y, (nuint)_y.Length, _accumulate);
        else if (_a.Length == 1 && _b.Length == _y.Length)
            Loop<TLanes, SingleOperand<T>, WholeOperand<T>>(ref A, ref B, ref Y, (nuint)_y.Length, _accumulate);
        else
            Loop<TLanes, SingleOperand<T>, SingleOperand<T>>(ref A, ref B, ref Y, (nuint)_y.Length, _accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop<TLanes, TA, TB>(ref T a, ref T b, ref T y, nuint length, bool accumulate)
        where TLanes : struct, ILanes<TLanes, T>
        where TA : struct, IOperand<T>
        where TB : struct, IOperand<T>
    {
        nuint width = (nuint)TLanes.Count, i = 0;
        for (; i + width <= length; i += width)
        {
            TLanes value = TFunction.Invoke(TA.Load<TLanes>(in a, i), TB.Load<TLanes>(in b, i));
            if (accumulate)
                value = TLanes.Load(in y, i) + value;
            TLanes.Store(value, ref y, i);
        }

        if (i < length)
            Rest<TLanes, TA, TB>(ref TA.At(ref a, i), ref TB.At(ref b, i), ref Unsafe.Add(ref y, i), length - i, accumulate);
    }

    // The last, partial register: a method of its own, so that a long function stays small enough for the JIT to inline all of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rest<TLanes, TA, TB>(ref T a, ref T b, ref T y, nuint rest, bool accumulate)
        where TLanes : struct, ILanes<TLanes, T>
        where TA : struct, IOperand<T>
        where TB : struct, IOperand<T>
    {
        TLanes value = TFunction.Invoke(TA.LoadPart<TLanes>(in a, rest), TB.LoadPart<TLanes>(in b, rest));
        if (accumulate)
            value = TLanes.LoadPart(in y, 0, rest, TLanes.Constant(0)) + value;
        TLanes.StorePart(value, ref y, 0, rest);
    }
}
