using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Layers;

// Runs a rule over a parameter in one pass: updates are bound by memory, so every array is read and written once.
internal static class UpdateLoop
{
    // So much of each array repays waking a thread.
    private const int SmallestShare = 1 << 17;

    // The running arrays that the rule does not use stay empty.
    public static void Run<T, TRule>(TRule rule, Span<T> values, ReadOnlySpan<T> gradient, Span<T> first = default, Span<T> second = default, Span<T> third = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        Shares<T, TRule> shares = new(rule, values, gradient, first, second, third);
        if (values.Length < 2 * SmallestShare)
            shares.Run(0);
        else
            Threading.Run(ref shares, (values.Length + SmallestShare - 1) / SmallestShare);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop<T, TRule>(TRule rule, Span<T> values, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, Span<T> third)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        // The lengths are checked here, once: the loop reads without looking.
        int length = values.Length, i = 0;
        ref T value = ref MemoryMarshal.GetReference(values);
        ref T slope = ref MemoryMarshal.GetReference(gradient[..length]);
        ref T a = ref MemoryMarshal.GetReference(TRule.Running > 0 ? first[..length] : first);
        ref T b = ref MemoryMarshal.GetReference(TRule.Running > 1 ? second[..length] : second);
        ref T c = ref MemoryMarshal.GetReference(TRule.Running > 2 ? third[..length] : third);
        if (Vector<T>.IsSupported)
        {
            for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
                Update<T, WideLanes<T>, TRule>(rule, ref value, ref slope, ref a, ref b, ref c, i);
        }

        for (; i < length; i++)
            Update<T, OneLane<T>, TRule>(rule, ref value, ref slope, ref a, ref b, ref c, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update<T, TLanes, TRule>(TRule rule, ref T values, ref T gradient, ref T first, ref T second, ref T third, int offset)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
        where TRule : struct, IUpdateRule<T>
    {
        TLanes value = TLanes.Load(ref values, offset);
        TLanes a = TRule.Running > 0 ? TLanes.Load(ref first, offset) : default;
        TLanes b = TRule.Running > 1 ? TLanes.Load(ref second, offset) : default;
        TLanes c = TRule.Running > 2 ? TLanes.Load(ref third, offset) : default;
        rule.Apply(ref value, TLanes.Load(ref gradient, offset), ref a, ref b, ref c);
        value.Store(ref values, offset);
        if (TRule.Running > 0)
            a.Store(ref first, offset);
        if (TRule.Running > 1)
            b.Store(ref second, offset);
        if (TRule.Running > 2)
            c.Store(ref third, offset);
    }

    // The loop over one stretch of the arrays. Elements do not depend on each other, so stretches may run on any thread.
    private readonly ref struct Shares<T, TRule>(TRule rule, Span<T> values, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, Span<T> third) : IBlockAction
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        private readonly Span<T> _values = values, _first = first, _second = second, _third = third;
        private readonly ReadOnlySpan<T> _gradient = gradient;

        public void Run(int block)
        {
            int start = block * SmallestShare, count = _values.Length < 2 * SmallestShare ? _values.Length : Math.Min(SmallestShare, _values.Length - start);
            Loop(
                rule,
                _values.Slice(start, count),
                _gradient.Slice(start, count),
                TRule.Running > 0 ? _first.Slice(start, count) : default,
                TRule.Running > 1 ? _second.Slice(start, count) : default,
                TRule.Running > 2 ? _third.Slice(start, count) : default);
        }
    }
}
